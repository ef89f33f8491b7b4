/** The table that the benchmark prints: a row for each figure. */
import { cpus, totalmem } from 'node:os';

import type { Memory } from './memory.js';
import { median, quantile } from './statistics.js';

export type Row = readonly [figure: string, value: string, note?: string];

export function mebibytes({ api, smtp }: Memory): string {
  return `${api.toFixed(0)} + ${smtp.toFixed(0)} MiB`;
}

export function milliseconds(samples: readonly number[]): string {
  const [p50, p99] = [quantile(samples, 0.5), quantile(samples, 0.99)];
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}

/** The median of several rounds. */
export function rate(perSecond: readonly number[]): string {
  return `${median(perSecond).toFixed(0)} /s`;
}

/** Of shares of one: median, least and most. */
export function ratio(shares: readonly number[]): string {
  const [low, middle, high] = [Math.min(...shares), median(shares), Math.max(...shares)].map((share) =>
    (share * 100).toFixed(0),
  );
  return `${middle} % (${low}–${high})`;
}

export function printTable(rows: readonly Row[]): void {
  const model = cpus()[0]?.model ?? 'unknown processor';
  console.log(
    `\n${cpus().length} × ${model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}\n`,
  );
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const [figure, value, note = ''] of rows) {
    console.log(`${figure.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${note}`.trimEnd());
  }
}
