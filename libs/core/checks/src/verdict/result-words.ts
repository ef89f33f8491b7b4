/** One sentence for each finding: who did what, and what that shows or leaves open. */
import { listed } from './list-format.js';
import type { Finding, SeenObservation } from './verdict.js';

/** @param who the name and address of the server, @param seen the sessions that the finding rests on, in the order of time */
export function findingText(finding: Finding, who: string, seen: readonly SeenObservation[]): string {
  return TEXTS[finding](who, seen);
}

type Text = (who: string, seen: readonly SeenObservation[]) => string;

const TEXTS: Readonly<Record<Finding, Text>> = {
  'not-tested': (who) => `Nothing seen of ${who} here.`,
  'delivered-over-tls': (who, seen) => `${who} delivered over ${versionsOf(seen)}.`,
  'delivered-in-clear': (who) => `${who} delivered in the clear, without TLS.`,
  'accepted-unmatched-certificate': (who, seen) =>
    `${who} delivered over ${versionsOf(seen)}, although no TLSA record matches the certificate.`,
  'refused-unmatched-certificate': (who) =>
    `${who} hung up after seeing our certificate, before it sent any mail.`,
  'refused-matching-certificate': (who) =>
    `${who} refused a certificate that matches the TLSA records, before it sent any mail.`,
  'refused-without-dane': (who) => `${who} hung up after seeing our certificate, before it sent any mail.`,
  'deferred-and-retried': (who) =>
    `${who} refused our certificate, and the same message was deferred and retried correctly (RFC 7672 §2.2).`,
  'refused-by-system': (who) =>
    `${who} hung up after seeing our certificate. It belongs to the same mail system, but has not delivered a message of this check: likely a refusal, not yet proof.`,
  'refusal-without-alert': (who) =>
    `${who} closed the connection during TLS, without an alert: likely a refusal. It is proof if that repeats.`,
  'refusal-without-control': (who) =>
    `${who} hung up after seeing our certificate, but was not seen to deliver over TLS where DANE is valid: likely a refusal, not yet proof.`,
  'refusal-not-repeated': (who) =>
    `${who} hung up after seeing our certificate, long before or after its deliveries: likely a refusal, not yet proof.`,
  'refusal-before-control': (who) =>
    `${who} hung up after seeing our certificate, but where DANE is valid its first attempts failed too: likely a refusal. It is proof if it goes on.`,
  'refusal-under-another-name': (who, seen) =>
    `${who} hung up after seeing our certificate, but called itself ${namesOf(seen)} there: another machine may share the address.`,
  'refusal-from-shared-address': (who) =>
    `${who} hung up after seeing our certificate, at a host that all checks share, and other checks use that address too: likely a refusal, not proof.`,
  'refused-control-too': (who) =>
    `${who} hung up after seeing our certificate, but refused a host with valid DANE too, so the reason may be another one.`,
  'accepts-after-refusing': (who) =>
    `${who} hung up after seeing our certificate, but at other hosts it did so and delivered all the same.`,
  'delivered-during-release': (who) =>
    `${who} delivered while this host presented a certificate that matches. Not judged.`,
  'connection-reused': (who) =>
    `${who} delivered over a connection that it had opened to another host. Not judged.`,
  'command-rejected': (who, seen) => {
    const reply = seen.at(-1)?.evidence?.reply ?? null;
    return reply === null
      ? `No message of ${who} was accepted.`
      : `No message of ${who} was accepted. Our first error reply was “${reply}”.`;
  },
  'left-after-accepting': (who, seen) => leftText(who, seen.at(-1)),
  'connection-lost': (who) => `The connection with ${who} was lost before it sent any mail.`,
  'tls-failed': (who, seen) => `TLS with ${who} failed. ${seen.at(-1)?.detail ?? ''}`.trim(),
};

function leftText(who: string, last: SeenObservation | undefined): string {
  const evidence = last?.evidence ?? null;
  const accepted = last === undefined || last.tls === null ? '' : 'accepted our certificate and ';
  switch (evidence?.reached ?? null) {
    case 'mail':
      return `${who} ${accepted}left after MAIL, before it named a recipient.`;
    case 'recipient':
      return `${who} ${accepted}left after it had named a recipient, before it sent the message.`;
    case 'data':
      return `${who} ${accepted}left before the message was complete.`;
    case 'greeted':
    case 'nothing':
    case null:
      return `${who} left after its greeting, before it sent any mail. Servers do that when a message is larger than this service takes, and so do monitoring probes.`;
  }
}

function versionsOf(seen: readonly SeenObservation[]): string {
  return listed([...new Set(seen.flatMap(({ tls }) => tls?.version ?? []))]);
}

function namesOf(seen: readonly SeenObservation[]): string {
  return listed([...new Set(seen.flatMap(({ clientName }) => clientName ?? []))]);
}
