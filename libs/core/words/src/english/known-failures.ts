/** Which senders are known to fail at a scenario. Settings stand between backticks. */
import { type KnownScenario, mustRefuse } from '#scenarios';

/** Measured with Postfix 3.7, Exim 4.96 and Sendmail 8.17 of Debian 12, each with DANE turned on. */
const NO_DANE = [
  'Every sender without DANE, such as Gmail',
  'Postfix without `smtp_dns_support_level = dnssec`',
  'Exim without `options trust-ad` in `/etc/resolv.conf`',
];

/** It implements DANE-EE with public keys alone (3 1 x): other records are as good as none to it. */
const ONLY_3_1 = 'Sendmail 8.17, which knows records of the form `3 1 x` alone';

/** Empty where no sender is known to fail. */
export function knownFailures(scenario: Pick<KnownScenario, 'expected' | 'tlsa'>): readonly string[] {
  if (!mustRefuse(scenario)) return [];
  const isSeenBySendmail = scenario.tlsa.some(({ usage, selector }) => usage === 3 && selector === 1);
  return isSeenBySendmail ? NO_DANE : [...NO_DANE, ONLY_3_1];
}
