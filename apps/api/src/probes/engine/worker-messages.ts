/** What is said between the API and the thread that probes. Both are of one program, so the types are believed. */
import type { ProbeStepBody, ProbeTargetBody } from '#contracts';

/** Runs are told apart by number: the ids of probes stay with the API. */
export type ToWorker =
  | { readonly kind: 'run'; readonly run: number; readonly domain: string }
  | { readonly kind: 'abort'; readonly run: number };

export type FromWorker =
  | { readonly kind: 'step'; readonly run: number; readonly step: ProbeStepBody }
  | { readonly kind: 'result'; readonly run: number; readonly result: ProbeTargetBody }
  | { readonly kind: 'failure'; readonly run: number; readonly error: Error };
