import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LEVELS } from '#scenarios';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';
import { quickOf } from '../support/quick-scenarios.js';

let api: ApiFixture;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

async function get(path: string): Promise<{ status: number; type: string; text: string }> {
  const response = await fetch(`${api.url}${path}`);
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
}

describe('GET /check/TOKEN/mail', () => {
  it('is a message to every address, for sendmail -t', async () => {
    const check = await api.createCheck();
    const { token, url } = check;
    const { status, type, text } = await get(`/check/${token}/mail`);
    expect([status, type]).toEqual([200, 'text/plain; charset=utf-8']);
    const [head = '', body] = text.split('\n\n');
    const to = /^To: (.*(?:\n .*)*)/m.exec(head)?.[1]?.split(/,\s+/);
    expect(to).toEqual(quickOf(check).map(({ address }) => address));
    expect(body).toBe(`Result: ${url}\n`);
    expect(text).not.toContain('\r');
  });

  it('is a draft that a mail client opens, with the label of the server', async () => {
    const { token } = await api.createCheck();
    const { type, text } = await get(`/check/${token}/mail?format=draft&label=MX1`);
    expect(type).toMatch(/^message\/rfc822/);
    expect(text).toMatch(/^X-Unsent: 1\r\nTo: mx1@/);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it.each([
    [',', ', '],
    [';', '; '],
    [' ', ' '],
    ['newline', '\n'],
  ])('lists the addresses, separated by %j', async (sep, between) => {
    const { token, scenarios } = await api.createCheck();
    const { text } = await get(`/check/${token}/mail?level=full&sep=${encodeURIComponent(sep)}`);
    expect(text).toBe(`${scenarios.map(({ address }) => address).join(between)}\n`);
  });

  it.each([
    'label=a%20b',
    'label=postmaster',
    'label=a&label=b',
    'sep=x',
    'format=html',
    'level=all',
    // Without a second address.
    'level=no-queue',
    'label=a%0D%0AB',
  ])('refuses %s', async (query) => {
    const { token } = await api.createCheck();
    expect((await get(`/check/${token}/mail?${query}`)).status).toBe(400);
  });

  it.each(LEVELS)('has the addresses of the level %s, and of those before it', async (level) => {
    const { token, scenarios } = await api.createCheck();
    const { text } = await get(`/check/${token}/mail?level=${level}&sep=newline`);
    const mailed = scenarios.filter((each) => LEVELS.indexOf(each.level) <= LEVELS.indexOf(level));
    expect(text.trim().split('\n')).toEqual(mailed.map(({ address }) => address));
  });

  it('knows no other check', async () => {
    expect((await get('/check/000000000000/mail')).status).toBe(404);
  });
});

describe('the label of a server', () => {
  it('is in its result, from the recipient of its delivery', async () => {
    const { token } = await api.createCheck();
    const sample = sampleObservation(token, {});
    const evidence = sample.evidence && { ...sample.evidence, recipient: `mx1@${token}.do.havedane.test` };
    await api.receiver.observations.append({ ...sample, evidence });
    const response = await fetch(`${api.url}/api/checks/${token}`);
    expect(await response.json()).toMatchObject({ servers: [{ label: 'mx1' }] });
  });
});
