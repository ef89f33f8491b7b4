/** Probes as a visitor asks for them. */
import type { ProbeBody, ProbeTargetBody } from '#contracts';
import { ipv6Reach } from '#smtp-client';

import { waitUntil } from './patience.js';
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

/** Without an address of its own in the public internet the API does not connect to those of IPv6. */
export const HAS_IPV6 = ipv6Reach() === 'public';

export async function createProbe(domain: string, from?: string): Promise<ProbeAnswer> {
  const headers = { 'Content-Type': 'application/json' };
  const { status, body } = await ask({
    ...{ method: 'POST', path: '/api/probes', headers },
    ...(from === undefined ? {} : { from }),
    body: JSON.stringify({ domain }),
  });
  const { id } = JSON.parse(body) as { readonly id?: string };
  return { status, id };
}

export async function isFinished(id: string): Promise<boolean> {
  const { state } = await readProbe(id);
  return state === 'done' || state === 'failed';
}

/** Probes the domain to the end. */
export async function probe(domain: string): Promise<ProbeTargetBody> {
  const { status, id } = await createProbe(domain);
  demand(id !== undefined, `a probe was answered ${status}`);
  await waitUntil(`the probe of ${domain}`, async () => ((await isFinished(id)) ? true : undefined));
  const { result, steps } = await readProbe(id);
  demand(result !== null, `the probe of ${domain} failed: ${steps.at(-1)?.text}`);
  return result;
}

async function readProbe(id: string): Promise<ProbeBody> {
  const { body } = await ask({ path: `/api/probes/${id}` });
  return JSON.parse(body) as ProbeBody;
}
