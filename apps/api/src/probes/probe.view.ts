/** A probe as the world sees it, and as the store keeps it. */
import type { Config } from '#config';
import type { ProbeBody } from '#contracts';
import { phrase } from '#probe';
import type { StoredProbe } from '#store';

import { failureStep, type ProbeStatus } from './active-probes.js';

/** Written by this program alone, and read back as it was. */
type Report = Pick<ProbeStatus, 'steps' | 'result'>;

export function viewProbe({ publicUrl }: Pick<Config, 'publicUrl'>, probe: ProbeStatus): ProbeBody {
  const { id, domain, state, createdAt, finishedAt, steps, result } = probe;
  return {
    id,
    url: `${publicUrl}/probe/${id}`,
    domain,
    state,
    createdAt: new Date(createdAt).toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    steps: [...steps],
    result,
  };
}

export function reportOf({ steps, result }: ProbeStatus): string {
  return JSON.stringify({ steps, result } satisfies Report);
}

/** @param probe not of this process: one that runs in another one, or did when that ended */
export function statusOf(probe: StoredProbe, now: number): ProbeStatus {
  const { id, domain, createdAt, finishedAt, state, leaseUntil, report } = probe;
  if (state === 'running' && (leaseUntil ?? 0) > now) {
    return { id, domain, createdAt, finishedAt, state, steps: [], result: null };
  }
  if (state === 'running' || report === null) {
    const steps = [failureStep(phrase('restarted'), createdAt)];
    return { id, domain, createdAt, finishedAt, state: 'failed', steps, result: null };
  }
  const { steps, result } = JSON.parse(report) as Report;
  return { id, domain, createdAt, finishedAt, state, steps, result: result && withSenders(result) };
}

/** What was stored before there were verdicts of senders has none. */
function withSenders(result: NonNullable<Report['result']>): NonNullable<Report['result']> {
  return { ...result, hosts: result.hosts.map((host) => ({ ...{ senders: [] }, ...host })) };
}
