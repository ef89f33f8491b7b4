import { createCheck } from '../lab/api-client.js';

import type { CheckBody } from '#contracts';

export interface CreationResult {
  readonly checks: readonly CheckBody[];
  /** How long each request took, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Creates checks over HTTP, a few requests at a time, as visitors arrive. */
export async function createChecks(url: string, count: number, concurrency: number): Promise<CreationResult> {
  const checks: CheckBody[] = [];
  const latencies: number[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun++ < count) {
      const started = performance.now();
      checks.push(await createCheck(url));
      latencies.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { checks, latencies };
}

/** The address of a check at the host with valid DANE. */
export function validAddress(check: CheckBody): string {
  return check.scenarios.find(({ expected }) => expected === 'delivered')?.address ?? '';
}
