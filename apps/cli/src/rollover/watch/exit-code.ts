import type { WatchReportBody } from '#contracts';

import { EXIT } from '../../exit-codes.js';

/** 3 before 1: who sees nothing knows of nothing that it is well. */
export function exitCodeOf({ resolver, targets }: WatchReportBody): number {
  if (resolver.alert !== null) return EXIT.unknown;
  return targets.some(({ state }) => state === 'alert') ? EXIT.wrong : EXIT.ok;
}
