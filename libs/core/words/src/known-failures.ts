/** Which senders are known to fail at a scenario, by code: measured with Postfix 3.7, Exim 4.96 and Sendmail 8.17 of Debian 12, each with DANE turned on. */
import { type KnownScenario, mustRefuse } from '#scenarios';

export const FAILING_SENDERS = [
  'without-dane',
  'postfix-without-dnssec',
  'exim-without-trust-ad',
  /** It implements DANE-EE with public keys alone (3 1 x): other records are as good as none to it. */
  'sendmail',
] as const;
export type FailingSender = (typeof FAILING_SENDERS)[number];

/** Empty where no sender is known to fail. */
export function knownFailures(scenario: Pick<KnownScenario, 'expected' | 'tlsa'>): readonly FailingSender[] {
  if (!mustRefuse(scenario)) return [];
  const isSeenBySendmail = scenario.tlsa.some(({ usage, selector }) => usage === 3 && selector === 1);
  return FAILING_SENDERS.filter((sender) => sender !== 'sendmail' || !isSeenBySendmail);
}
