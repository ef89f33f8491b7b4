/** Policies of MTA-STS over time: what may be cached, and where they change. */
import type { MessageFacts, PolicyCache } from '#checks';

import { utcMinute } from '../utc-minute.js';

/** Senders keep policies, so a second check differs from the first. */
export function policyCache({ policies, isOlder, hasEnded }: PolicyCache): string {
  const last = policies.at(-1);
  if (hasEnded) {
    return 'Het beleid dat je systeem voor deze test ophaalde, mag niet meer worden toegepast: voor een nieuwe test moet het opnieuw worden opgehaald.';
  }
  if (last === undefined) {
    return 'Het afgelopen etmaal is niet gezien dat je systeem een beleid ophaalde. Dat zegt niets: het kan zijn opgehaald via een adres dat DNS niet aan je servers koppelt.';
  }
  const count = policies.length === 1 ? 'één beleid' : `het beleid van ${policies.length} hosts`;
  const seen = `Je systeem heeft ${count} opgehaald, het laatste (${last.scenario}) om ${utcMinute(last.fetchedAt)}, en mag het tot ${utcMinute(last.endsAt)} toepassen.`;
  return isOlder
    ? `${seen} Een deel daarvan was vóór deze test: wat het hier deed, kan uit de cache volgen, en het hoeft niets opnieuw op te halen.`
    : `${seen} Een tweede test in die tijd laat misschien geen ophaalactie zien.`;
}

/** When to mail a host whose policy changes. */
export function policyPhases({ later, mail, changesAt, from, until }: MessageFacts['policy-phases']): string {
  const [change, back, gone] = [changesAt, from, until].map(utcMinute);
  const what =
    later === 'none' ? 'staat een nieuw beleid aflevering toe' : 'zijn er geen record en geen beleid';
  const retries =
    later === 'none'
      ? ', of wacht op nieuwe pogingen van je server'
      : '; een nieuwe poging alleen is misschien niet genoeg, want een weigering telt alleen tot 15 minuten vóór of na een aflevering van deze test';
  switch (mail) {
    case 'now':
      return `Mail ernaar vóór ${change}, samen met sts-good en sts-none, zodat je server het beleid heeft. Daarna ${what}: nieuwe pogingen en berichten tussen ${back} en ${gone} laten zien wat hij doet.`;
    case 'again':
      return `Nu ${what}. Mail er tussen ${back} en ${gone} nog eens naar, en naar sts-good${retries}.`;
    case 'later':
      return `Nu ${what}. Mail ernaar na ${change}, samen met sts-good en sts-none: je server heeft eerst het beleid nodig.`;
  }
}
