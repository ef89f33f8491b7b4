import type { DaneState, ProbeFinding, ProbeResult } from '../result.js';

/** From what a sender likes best to what keeps mail from being delivered. */
export const DANE_STATES = [
  'verified',
  // Worse than verified, since it may be anything; what was seen of others counts more.
  'not-looked-at',
  'unusable',
  'none',
  'insecure',
  'unreachable',
  'no-starttls',
  'mismatch',
  'bogus',
] as const satisfies readonly DaneState[];

/**
 * The state of a whole by those of its parts: the worst, since a sender may meet any of them. What cannot be reached
 * says nothing about DANE and counts only where nothing else is there.
 */
export function worstState(states: readonly DaneState[]): DaneState {
  const reached: readonly DaneState[] = states.filter((state) => state !== 'unreachable');
  return DANE_STATES.findLast((state) => reached.includes(state)) ?? 'unreachable';
}

/** The result that findings come to. */
export function resultOf(findings: readonly ProbeFinding[]): ProbeResult {
  if (findings.some(({ severity }) => severity === 'error')) return 'error';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'ok';
}

export function worstResult(results: readonly ProbeResult[]): ProbeResult {
  if (results.includes('error')) return 'error';
  return results.includes('warning') ? 'warning' : 'ok';
}

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** The most important first; those that weigh the same stay in their order. What is true of two certificates is said once. */
export function byImportance(findings: readonly ProbeFinding[]): ProbeFinding[] {
  const distinct = findings.filter(
    ({ code, text }, index) =>
      findings.findIndex((other) => other.code === code && other.text === text) === index,
  );
  return SEVERITIES.flatMap((severity) => distinct.filter((finding) => finding.severity === severity));
}
