/** Durations as Go writes them (`72h`, `1h30m`, `1ns`), and days, which Go leaves out (`30d`). */

/** In milliseconds; the longest first, so that `ms` is not read as minutes. */
const UNITS = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
} as const;

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/g;
const DURATION = new RegExp(`^(?:${PART.source})+$`);

/** In milliseconds, fractions of one included; null for a text that is no duration. */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0;
  if (!DURATION.test(text)) return null;
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(PART)) {
    milliseconds += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  return milliseconds;
}
