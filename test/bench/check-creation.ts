import { setTimeout as pause } from 'node:timers/promises';

import { createCheck } from '../lab/api-client.js';

import type { CheckBody } from '#contracts';

export interface CreationResult {
  readonly checks: readonly CheckBody[];
  /** How long each request took, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Creates checks over HTTP at a steady rate, whether or not the ones before were answered: as visitors arrive. */
export async function createChecks(url: string, count: number, perSecond: number): Promise<CreationResult> {
  const results = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await pause((index * 1000) / perSecond);
      const started = performance.now();
      const check = await createCheck(url);
      return { check, latency: performance.now() - started };
    }),
  );
  return { checks: results.map(({ check }) => check), latencies: results.map(({ latency }) => latency) };
}

/**
 * Creates checks one after the other, at most so many a second: as one visitor has it on a server that is not busy. Answers
 * how long each took, in milliseconds.
 */
export async function createInTurn(url: string, count: number, perSecond: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    await createCheck(url);
    latencies.push(performance.now() - started);
    await pause(Math.max(0, 1000 / perSecond - (performance.now() - started)));
  }
  return latencies;
}

/** The address of a check at the host with valid DANE. */
export function validAddress(check: CheckBody): string {
  return check.scenarios.find(({ expected }) => expected === 'delivered')?.address ?? '';
}
