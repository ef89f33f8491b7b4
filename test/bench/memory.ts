import { readFile } from 'node:fs/promises';

import type { Product } from '../lab/product.js';

const SAMPLE_MS = 250;

/** The resident memory of both apps in MiB. */
export interface Memory {
  readonly api: number;
  readonly smtp: number;
}

export async function memoryOf({ pids }: Product): Promise<Memory> {
  const [api, smtp] = await Promise.all([residentMiB(pids.api), residentMiB(pids.smtp)]);
  return { api, smtp };
}

/** Does the work and answers with what it gave and the most memory that each app had meanwhile. */
export async function whileSampling<T>(
  product: Product,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly peak: Memory }> {
  let peak = await memoryOf(product);
  const sample = async (): Promise<void> => {
    const { api, smtp } = await memoryOf(product);
    peak = { api: Math.max(peak.api, api), smtp: Math.max(peak.smtp, smtp) };
  };
  // An app that ended has no memory to read; the work fails by itself then.
  const timer = setInterval(() => void sample().catch(() => undefined), SAMPLE_MS);
  try {
    const result = await work();
    await sample();
    return { result, peak };
  } finally {
    clearInterval(timer);
  }
}

/** Linux only. */
async function residentMiB(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
