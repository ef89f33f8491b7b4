/** The API whose store cannot be written for a while, and what it says of that. */
import { expect } from 'vitest';

import { PROBLEM_MEDIA_TYPE } from '#contracts';
import { createLogger } from '#logging';

import type { ApiOptions } from '../../apps/api/src/create-api-app.js';
import { type ApiFixture, startApi } from './api-fixture.js';
import { PATIENT } from './patience.js';

export const POLL = { ...PATIENT, interval: 200 };

export interface ApiInTrouble {
  readonly api: ApiFixture;
  /** The errors that it logged, a line each. */
  readonly errors: string[];
}

export async function startApiInTrouble(
  env: Readonly<Record<string, string>>,
  options: ApiOptions = {},
): Promise<ApiInTrouble> {
  const errors: string[] = [];
  const destination = { write: (line: string) => void errors.push(line) };
  const logger = createLogger({ level: 'error', pretty: false }, 'api', destination);
  return { api: await startApi(env, { logger, ...options }), errors };
}

export const healthOf = async ({ url }: ApiFixture): Promise<number> =>
  (await fetch(`${url}/healthz`)).status;
const storeUp = async ({ adminUrl }: ApiFixture): Promise<string | undefined> =>
  /^havedane_store_up (\d)$/m.exec(await (await fetch(`${adminUrl}/metrics`)).text())?.[1];
const create = ({ url }: ApiFixture): Promise<Response> => fetch(`${url}/api/checks`, { method: 'POST' });

export async function expectTrouble({ api, errors }: ApiInTrouble): Promise<void> {
  for (const response of await Promise.all(Array.from({ length: 20 }, () => create(api)))) {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(response.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE);
    expect(await response.json()).toMatchObject({ type: 'urn:havedane:problem:store-unavailable' });
  }
  await expectUnhealthy(api);
  expect(errors).toHaveLength(1);
}

/** Nobody writes: only health itself can find out. */
export async function expectUnhealthy(api: ApiFixture): Promise<void> {
  await expect.poll(() => healthOf(api), POLL).toBe(503);
  expect(await storeUp(api)).toBe('0');
}

export async function expectRecovery({ api }: ApiInTrouble): Promise<void> {
  await expect.poll(async () => (await create(api)).status, POLL).toBe(201);
  await expect.poll(() => healthOf(api), POLL).toBe(200);
  expect(await storeUp(api)).toBe('1');
}
