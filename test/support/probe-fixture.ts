import type { ProbeStepBody, ProbeTargetBody } from '#contracts';
import { runProbe, type ProbeOptions, type ProbePorts } from '#probe';
import { directDialer } from '#smtp-client';

import { MemoryResolver } from './memory-resolver.js';

export const PROBE_OPTIONS: ProbeOptions = {
  mode: { kind: 'host' },
  port: null,
  tlsOnConnect: false,
  families: [4, 6],
  akaNames: [],
  heloName: 'probe.test',
  connectTimeoutMs: 5000,
  expirationWarningMs: 21 * 86_400_000,
  expectOcsp: false,
  allNameServers: false,
  suggest: false,
  policies: false,
  // The servers of tests have loopback addresses.
  isInternal: true,
};

/** When the tests are: certificates of `issueCertificate` are valid all through 2026. */
export const PROBE_NOW = Date.parse('2026-06-01T12:00:00.000Z');

/** Probes with what the test gives; the rest as usual. */
export async function probe(
  target: string,
  options: Partial<ProbeOptions>,
  ports: Partial<ProbePorts> = {},
): Promise<{ readonly body: ProbeTargetBody; readonly steps: readonly ProbeStepBody[] }> {
  const steps: ProbeStepBody[] = [];
  const body = await runProbe(
    target,
    { ...PROBE_OPTIONS, ...options },
    {
      resolver: new MemoryResolver(),
      resolverAddress: '192.0.2.53:53',
      dialer: directDialer(),
      now: () => PROBE_NOW,
      onStep: (step) => steps.push(step),
      signal: new AbortController().signal,
      ...ports,
    },
  );
  return { body, steps };
}

/** The codes of all findings, of the target, its hosts and their addresses. */
export function codesOf({ findings, hosts }: ProbeTargetBody): string[] {
  const all = [
    ...findings,
    ...hosts.flatMap((host) => [...host.findings, ...host.addresses.flatMap((one) => one.findings)]),
  ];
  return all.map(({ code }) => code).sort();
}
