/** Policies of MTA-STS over time: what may be cached, and where they change. */
import type { MessageFacts, PolicyCache } from '#checks';

import { utcMinute } from '../utc-minute.js';

/** Senders keep policies, so a second check differs from the first. */
export function policyCache({ policies, isOlder, hasEnded }: PolicyCache): string {
  const last = policies.at(-1);
  if (hasEnded) {
    return 'Die MTA-STS-Richtlinien, die Ihr System bei diesem Test abgerufen hat, sind abgelaufen: Bei einem neuen Test muss es sie noch einmal abrufen.';
  }
  if (last === undefined) {
    return 'In den letzten 24 Stunden haben wir keinen Abruf einer MTA-STS-Richtlinie durch Ihr System gesehen. Das beweist nichts: Vielleicht nutzt es dafür eine Adresse, die DNS nicht Ihren Servern zuordnet.';
  }
  const count = policies.length === 1 ? 'eine MTA-STS-Richtlinie' : `${policies.length} MTA-STS-Richtlinien`;
  const seen = `Ihr System hat ${count} abgerufen, die letzte (${last.scenario}) am ${utcMinute(last.fetchedAt)}, und darf sie bis ${utcMinute(last.endsAt)} anwenden.`;
  return isOlder
    ? `${seen} Manche hatte es schon vor diesem Test: Vielleicht hat es hier nach seinem Cache gehandelt, und es muss sie nicht noch einmal abrufen.`
    : `${seen} Bis dahin zeigt ein neuer Test womöglich keinen Abruf.`;
}

/** When to mail a host whose policy changes. */
export function policyPhases({ later, mail, changesAt, from, until }: MessageFacts['policy-phases']): string {
  const [change, back, gone] = [changesAt, from, until].map(utcMinute);
  const what =
    later === 'none'
      ? 'erlaubt eine neue Richtlinie die Zustellung'
      : 'gibt es weder Eintrag noch Richtlinie';
  const retries =
    later === 'none'
      ? ', oder warten Sie auf neue Versuche Ihres Servers'
      : '; ein neuer Versuch allein genügt womöglich nicht, denn eine Abweisung zählt nur bis zu 15 Minuten vor oder nach einer Zustellung dieses Tests';
  switch (mail) {
    case 'now':
      return `Schreiben Sie vor ${change} dorthin, zusammen mit sts-good und sts-none, damit Ihr Server die Richtlinie hat. Danach ${what}: Neue Versuche und Nachrichten zwischen ${back} und ${gone} zeigen, was er tut.`;
    case 'again':
      return `Jetzt ${what}. Schreiben Sie zwischen ${back} und ${gone} noch einmal dorthin und an sts-good${retries}.`;
    case 'later':
      return `Jetzt ${what}. Schreiben Sie nach ${change} dorthin, zusammen mit sts-good und sts-none: Ihr Server braucht zuerst die Richtlinie.`;
  }
}
