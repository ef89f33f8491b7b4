/** Probes as a client of the API asks for them. */
import { expect, vi } from 'vitest';

import type { ProbeBody, ProblemBody } from '#contracts';

import type { ApiFixture } from './api-fixture.js';
import { PATIENT } from './patience.js';

type At = Pick<ApiFixture, 'url'>;

export const postProbe = (at: At, body: unknown, client = '192.0.2.1') =>
  fetch(`${at.url}/api/probes`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': client },
    body: JSON.stringify(body),
  });

export const createProbe = async (at: At, domain: string, client?: string) =>
  (await (await postProbe(at, { domain }, client)).json()) as ProbeBody;

export const readProbe = async (at: At, id: string) =>
  (await (await fetch(`${at.url}/api/probes/${id}`)).json()) as ProbeBody;

/** The probe, once it is in that state. */
export const probeUntil = (at: At, id: string, state: ProbeBody['state']) =>
  vi.waitFor(async () => {
    const probe = await readProbe(at, id);
    expect(probe.state).toBe(state);
    return probe;
  }, PATIENT);

export const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as ProblemBody;
};
