/** Which senders are known to fail at a scenario. Settings stand between backticks. */
import { type KnownScenario, mustRefuse } from '#scenarios';

/** Measured with Postfix 3.7, Exim 4.96 and Sendmail 8.17 of Debian 12, each with DANE turned on. */
const NO_DANE = [
  'Every sender without DANE, such as Gmail',
  'Postfix without `smtp_dns_support_level = dnssec`',
  'Exim without `options trust-ad` in `/etc/resolv.conf`',
];

/** Empty where no sender is known to fail. */
export function knownFailures(scenario: KnownScenario): readonly string[] {
  return mustRefuse(scenario) ? NO_DANE : [];
}
