/** Policies of MTA-STS over time: what may be cached, and where they change. */
import type { MessageFacts, PolicyCache } from '#checks';

import { utcMinute } from '../utc-minute.js';

/** Senders keep policies, so a second check differs from the first. */
export function policyCache({ policies, isOlder, hasEnded }: PolicyCache): string {
  const last = policies.at(-1);
  if (hasEnded) {
    return 'Die Richtlinien, die Ihr System bei diesem Test geholt hat, gelten nicht mehr: In einem neuen Test muss es sie noch einmal holen.';
  }
  if (last === undefined) {
    return 'In den letzten 24 Stunden wurde nicht gesehen, dass Ihr System eine Richtlinie geholt hat. Das besagt nichts: Es kann sie über eine Adresse geholt haben, die DNS nicht Ihren Servern zuordnet.';
  }
  const count = policies.length === 1 ? 'eine Richtlinie' : `${policies.length} Richtlinien`;
  const seen = `Ihr System hat ${count} geholt, die letzte (${last.scenario}) um ${utcMinute(last.fetchedAt)}, und darf sie bis ${utcMinute(last.endsAt)} anwenden.`;
  return isOlder
    ? `${seen} Manches davon war vor diesem Test: Was es hier getan hat, kann aus seinem Cache folgen, und es muss nichts noch einmal holen.`
    : `${seen} Ein zweiter Test in dieser Zeit zeigt vielleicht keinen Abruf.`;
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
