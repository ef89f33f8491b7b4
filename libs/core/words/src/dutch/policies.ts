/** Policies of MTA-STS over time: what may be cached, and where they change. */
import type { MessageFacts, PolicyCache } from '#checks';

import { utcMinute } from '../utc-minute.js';

/** Senders keep policies, so a second check differs from the first. */
export function policyCache({ policies, isOlder, hasEnded }: PolicyCache): string {
  const last = policies.at(-1);
  if (hasEnded) {
    return 'Het MTA-STS-beleid dat je systeem voor deze test ophaalde, is verlopen: voor een nieuwe test moet het dat opnieuw ophalen.';
  }
  if (last === undefined) {
    return 'We hebben je systeem de afgelopen 24 uur geen MTA-STS-beleid zien ophalen. Dat bewijst niets: misschien gebruikt het daarvoor een adres dat DNS niet aan je servers koppelt.';
  }
  const count =
    policies.length === 1
      ? 'het MTA-STS-beleid van één host'
      : `het MTA-STS-beleid van ${policies.length} hosts`;
  const seen = `Je systeem heeft ${count} opgehaald, het laatste (${last.scenario}) op ${utcMinute(last.fetchedAt)}, en mag dat tot ${utcMinute(last.endsAt)} toepassen.`;
  return isOlder
    ? `${seen} Een deel had het al vóór deze test: misschien handelde het hier naar zijn cache, en het hoeft dat niet opnieuw op te halen.`
    : `${seen} Tot dan haalt het bij een nieuwe test misschien niets op.`;
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
