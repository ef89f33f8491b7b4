import { SkipThrottle } from '@nestjs/throttler';

/** The budgets that a client has per minute: `CHECKS_PER_MINUTE`, `PROBES_PER_MINUTE` and `REQUESTS_PER_MINUTE`. */
export const BUDGETS = ['checks', 'probes', 'requests'] as const;
export type Budget = (typeof BUDGETS)[number];

/**
 * What is counted for all processes together: it writes to the store anyway, or connects to other people's servers. The store
 * is away when they are refused, so no more than one process allows is ever done without it.
 */
export const SHARED_BUDGETS: readonly string[] = ['checks', 'probes'] satisfies Budget[];

/** Which budget a request spends; `none` for what operators poll. */
export function Spends(budget: Budget | 'none'): MethodDecorator & ClassDecorator {
  return SkipThrottle(Object.fromEntries(BUDGETS.map((each) => [each, each !== budget])));
}
