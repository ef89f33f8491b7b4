/** What MTA-STS scenarios take, and in which order: each name that does not lead here yet costs a try at the authority. */
import { publicNames } from '#checks';
import { SCENARIOS } from '#scenarios';

import type { Answers } from './env-plan.js';

/** The names that Caddy gets certificates for, beside that of the page. */
export const PUBLIC_NAMES = SCENARIOS.flatMap((scenario) => publicNames(scenario, '')).length;

/** Printed before the appliance is started with them. */
export function mtaStsSteps({ domain, dns }: Pick<Answers, 'domain' | 'dns'>): readonly string[] {
  return [
    `MTA-STS needs certificates of a public authority for ${PUBLIC_NAMES} names, such as mta-sts.sts-good.${domain} and mx1-sts-good.${domain}.`,
    `Caddy gets them once the names lead here and ports 80 and 443 are open, so see first that https://${domain}/ is reachable.`,
    'In this order:',
    '  docker compose run --rm setup   # makes the records',
    ...(dns === 'provider'
      ? ['  docker compose run --rm operator dns push   # publishes them']
      : dns === 'manual'
        ? ['  docker compose run --rm setup dns   # prints them, to enter at your provider']
        : []),
    '',
  ];
}
