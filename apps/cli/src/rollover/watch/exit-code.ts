import type { WatchReportBody } from '#contracts';

/** 3 before 1: who sees nothing knows of nothing that it is well. */
export function exitCodeOf({ resolver, targets }: WatchReportBody): number {
  if (resolver.trouble !== null) return EXIT.blind;
  return targets.some(({ state }) => state === 'trouble') ? EXIT.trouble : EXIT.well;
}

export const EXIT = { well: 0, trouble: 1, misuse: 2, blind: 3 } as const;
