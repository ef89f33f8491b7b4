/**
 * What Postfix 3.7 with DANE, Exim 4.96 with DANE and a sender with TLS alone did in a signed zone of its own, with another
 * receiver, by their own logs: independent of the catalogue, of the verdict and of docs/senders.md.
 */
import type { ScenarioId } from '#scenarios';

type Measured = 'delivered' | 'deferred';
type Sender = 'dane' | 'exim-dane' | 'tls';

/** By what the receiver has: the scenarios that have it, and what senders with DANE do. One with TLS alone delivers everywhere. */
const ROWS: readonly (readonly [readonly ScenarioId[], Measured])[] = [
  // A matching 3 1 1, 3 1 2 or 3 1 0, or one of two records.
  [['do', 'ee', 'sha512', 'full-key', 'rollover'], 'delivered'],
  // A matching 2 1 1, 2 0 1, 3 0 1 or 3 0 0.
  [['ta', 'ta-cert', 'ee-cert', 'full-cert'], 'delivered'],
  // No TLSA records.
  [['dont'], 'delivered'],
  // A wrong 3 1 1, alone or beside a wrong 2 1 1.
  [['wrong', 'ee-bad'], 'deferred'],
  // An expired certificate or one with another name: with a matching 3 1 1, and with a matching 2 1 1.
  [['exp-ee', 'name-ee'], 'delivered'],
  [['exp-ta', 'name-ta'], 'deferred'],
  // A matching 2 1 1, and the CA's certificate is not sent.
  [['no-ca'], 'deferred'],
  // TLSA records, and no STARTTLS.
  [['nostls'], 'deferred'],
  // Usage 1 alone, or an unknown matching type.
  [['pkix-ee', 'mtype'], 'delivered'],
  // TLSA records with a broken signature.
  [['bogus'], 'deferred'],
  // A wrong record in an unsigned zone.
  [['unsigned'], 'delivered'],
  // MX 10 wrong, MX 20 right.
  [['mx-next'], 'delivered'],
];

export function measuredOf(
  sender: Sender,
  ids: readonly ScenarioId[],
): Partial<Record<ScenarioId, Measured>> {
  return Object.fromEntries(
    ROWS.flatMap(([scenarios, deed]) =>
      scenarios
        .filter((id) => ids.includes(id))
        .map((id) => [id, sender === 'tls' ? ('delivered' as const) : deed]),
    ),
  );
}
