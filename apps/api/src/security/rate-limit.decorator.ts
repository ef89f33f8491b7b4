import { SkipThrottle } from '@nestjs/throttler';

/** The budgets that a client has per minute: `CHECKS_PER_MINUTE`, `PROBES_PER_MINUTE` and `REQUESTS_PER_MINUTE`. */
export const BUDGETS = ['checks', 'probes', 'requests'] as const;
export type Budget = (typeof BUDGETS)[number];

/** Which budget a request spends; `none` for what operators poll. */
export function Spends(budget: Budget | 'none'): MethodDecorator & ClassDecorator {
  return SkipThrottle(Object.fromEntries(BUDGETS.map((each) => [each, each !== budget])));
}
