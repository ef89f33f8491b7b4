/** Probes as a visitor asks for them. */
import { waitUntil } from '../lab/poll.js';
import { demand } from './attack.js';
import { ask } from './http-client.js';

export const NO_PROBE_RATES = {
  PROBES_PER_MINUTE: '1000000',
  REQUESTS_PER_MINUTE: '1000000',
  PROBES_PER_TARGET: '1000000',
};

export interface ProbeAnswer {
  readonly status: number;
  /** Undefined when it was refused. */
  readonly id: string | undefined;
}

export async function createProbe(domain: string): Promise<ProbeAnswer> {
  const headers = { 'Content-Type': 'application/json' };
  const { status, body } = await ask({
    ...{ method: 'POST', path: '/api/probes', headers },
    body: JSON.stringify({ domain }),
  });
  const { id } = JSON.parse(body) as { readonly id?: string };
  return { status, id };
}

export async function isFinished(id: string): Promise<boolean> {
  const { body } = await ask({ path: `/api/probes/${id}` });
  const { state } = JSON.parse(body) as { readonly state: string };
  return state === 'done' || state === 'failed';
}

/** Probes the domain to the end. */
export async function probe(domain: string): Promise<void> {
  const { status, id } = await createProbe(domain);
  demand(id !== undefined, `a probe was answered ${status}`);
  await waitUntil(`the probe of ${domain}`, async () => ((await isFinished(id)) ? true : undefined), {
    timeoutMs: 120_000,
    intervalMs: 100,
  });
}
