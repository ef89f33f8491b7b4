import type { WatchReportBody } from '#contracts';

import { EXIT } from '../../exit-codes.js';

/** 3 before 1: who sees nothing knows of nothing that it is well. */
export function exitCodeOf({ resolver, targets }: WatchReportBody): number {
  if (resolver.trouble !== null) return EXIT.unknown;
  return targets.some(({ state }) => state === 'trouble') ? EXIT.wrong : EXIT.ok;
}
