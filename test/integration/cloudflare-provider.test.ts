/** The Cloudflare provider against a local server that follows the documented API. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openProvider, type DnsProvider, type ZoneRecord } from '#providers';

import { failureOf } from '../support/failure-of.js';
import { CloudflareApi, failure, READ_ONLY_TOKEN, TOKEN, type Fault } from '../support/cloudflare-api.js';

const NAME = '_25._tcp.mail.example.org.';
const OLD = 'aa'.repeat(32);
const NEW = 'bb'.repeat(32);
const record = (digest: string, changes: Partial<ZoneRecord> = {}): ZoneRecord => ({
  name: NAME,
  type: 'TLSA',
  ttl: 300,
  data: `3 1 1 ${digest}`,
  ...changes,
});
const answer = (...args: Parameters<typeof failure>): Fault => ({ kind: 'answer', answer: failure(...args) });

let api: CloudflareApi;
let provider: DnsProvider;

beforeAll(async () => {
  api = await CloudflareApi.start(['example.org', 'deep.example.org', 'müller.example']);
});

beforeEach(async () => {
  api.reset();
  provider = await withToken(TOKEN);
});

afterAll(() => api.stop());

/** @param timeoutMs so long that a busy machine repeats no request */
function withToken(apiToken: string, timeoutMs = 60_000): Promise<DnsProvider> {
  return openProvider({
    name: 'cloudflare',
    apiToken,
    apiUrl: api.url,
    bounds: { timeoutMs, longestWaitMs: 2000 },
  });
}

/** The data of the records that the zone holds at the name. */
const data = () => api.records.map(({ content }) => content);

describe('CloudflareProvider.list', () => {
  it('gives the records of that name and type in canonical form', async () => {
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${OLD.toUpperCase()}`, ttl: 1 });
    api.hold({ name: NAME.slice(0, -1), type: 'TXT', content: 'other' });
    api.hold({ name: `x${NAME.slice(0, -1)}`, type: 'TLSA', content: `3 1 1 ${NEW}` });
    expect(await provider.list(NAME, 'TLSA')).toEqual([record(OLD)]);
  });

  it('reads all pages', async () => {
    for (let index = 0; index < 250; index += 1) {
      api.hold({ name: 'example.org', type: 'TXT', content: `"text ${index}"` });
    }
    expect(await provider.list('example.org.', 'TXT')).toHaveLength(250);
    expect(api.requests.filter((request) => request.includes('page=3'))).toHaveLength(1);
  });

  it.each(['_25._tcp.mail.müller.example.', '_25._tcp.mail.xn--mller-kva.example.'])(
    'finds an internationalised zone that Cloudflare shows by its U-label: %s',
    async (name) => {
      const ascii = '_25._tcp.mail.xn--mller-kva.example.';
      expect(await provider.add(record(OLD, { name }))).toBe('added');
      expect(await provider.add(record(OLD, { name }))).toBe('already-there');
      expect(await provider.list(name, 'TLSA')).toEqual([record(OLD, { name: ascii })]);
      expect(await provider.delete(record(OLD, { name }))).toBe('deleted');
      expect(await provider.list(name, 'TLSA')).toEqual([]);
    },
  );

  it('finds the nearest zone by walking up, and asks for no zone twice', async () => {
    await provider.list('_25._tcp.mx.deep.example.org.', 'TLSA');
    await provider.list('*.mx.deep.example.org.', 'TLSA');
    expect(api.requests.filter((request) => request.startsWith('GET /zones?'))).toEqual([
      'GET /zones?name=mx.deep.example.org',
      'GET /zones?name=deep.example.org',
    ]);
    expect(api.requests.at(-1)).toMatch('/zones/id-deep.example.org/');
  });

  it('says which permissions a token needs when it shows no zone', async () => {
    const {
      failure: kind,
      message,
      retryable,
    } = await failureOf(provider.list('_25._tcp.mail.other.org.', 'TLSA'));
    expect({ kind, retryable }).toEqual({ kind: 'unknown-zone', retryable: false });
    expect(message).toContain('Zone / DNS / Edit');
  });

  it('refuses an address that is proxied, for mail servers are not reached there', async () => {
    api.hold({ name: 'mail.example.org', type: 'A', content: '192.0.2.1', proxied: true });
    expect((await failureOf(provider.list('mail.example.org.', 'A'))).message).toContain('DNS only');
  });
});

describe('CloudflareProvider.add', () => {
  it('adds a TLSA record beside the others', async () => {
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${OLD}` });
    expect(await provider.add(record(NEW))).toBe('added');
    expect(await provider.list(NAME, 'TLSA')).toEqual([record(OLD), record(NEW)]);
  });

  it.each<ZoneRecord>([
    { name: 'example.org.', type: 'A', ttl: 60, data: '192.0.2.1' },
    { name: '*.do.example.org.', type: 'AAAA', ttl: 60, data: '2001:db8::1' },
    { name: '_smtp._tls.example.org.', type: 'TXT', ttl: 60, data: '"v=TLSRPTv1; rua=mailto:a@b.example"' },
    { name: 'example.org.', type: 'CAA', ttl: 60, data: '0 issue "letsencrypt.org"' },
  ])('adds %o and reads it back', async (added) => {
    expect(await provider.add(added)).toBe('added');
    expect(await provider.list(added.name, added.type)).toEqual([added]);
    expect(api.records).toMatchObject([{ proxied: false }]);
  });

  it('counts a record that is there already as added, whatever its TTL', async () => {
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${OLD}`, ttl: 3600 });
    expect(await provider.add(record(OLD))).toBe('already-there');
    expect(api.records).toHaveLength(1);
  });

  it.each([
    [81057, 'The record already exists.'],
    [81058, 'An identical record already exists.'],
  ])('counts error %i as added when another program was quicker', async (code, message) => {
    api.failNext('POST', { kind: 'rival', answer: failure(400, code, message) });
    expect(await provider.add(record(NEW))).toBe('already-there');
    expect(data()).toEqual([`3 1 1 ${NEW}`]);
  });

  it('does not believe "already exists" when the record is not there', async () => {
    api.failNext('POST', answer(400, 81057, 'The record already exists.'));
    expect(await failureOf(provider.add(record(NEW)))).toMatchObject({ failure: 'refused' });
  });

  it('adds once when the answer is lost', async () => {
    api.failNext('POST', { kind: 'lost-answer' });
    expect(await provider.add(record(NEW))).toBe('already-there');
    expect(data()).toEqual([`3 1 1 ${NEW}`]);
  });

  it('refuses a name that the zone delegates to others: nobody would see the record', async () => {
    api.hold({ name: 'mail.example.org', type: 'NS', content: 'ns.else.example' });
    api.hold({ name: 'example.org', type: 'NS', content: 'ns.cloudflare.example' });
    const { failure: kind, message } = await failureOf(provider.add(record(NEW)));
    expect(kind).toBe('unknown-zone');
    expect(message).toContain('delegates mail.example.org');
    expect(api.records).toHaveLength(2);
  });

  it('refuses a TTL that Cloudflare would take for "automatic"', async () => {
    expect((await failureOf(provider.add(record(NEW, { ttl: 1 })))).message).toContain('DNS_TTL');
    expect(api.records).toEqual([]);
  });
});

describe('CloudflareProvider.delete', () => {
  it('deletes the record with that data and no other: the old one, not the new one', async () => {
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${OLD}` });
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${NEW}` });
    api.hold({ name: 'mail.example.org', type: 'A', content: '192.0.2.1' });
    expect(await provider.delete(record(OLD))).toBe('deleted');
    expect(data()).toEqual([`3 1 1 ${NEW}`, '192.0.2.1']);
  });

  it('deletes nothing of another name or type that the API lists all the same', async () => {
    api.hold({ name: NAME.slice(0, -1), type: 'TXT', content: `3 1 1 ${OLD}` });
    api.hold({ name: `x${NAME.slice(0, -1)}`, type: 'TLSA', content: `3 1 1 ${OLD}` });
    api.hold({ name: 'mail.example.org', type: 'A', content: '192.0.2.1', proxied: true });
    api.ignoresFilters = true;
    expect(await provider.list(NAME, 'TLSA')).toEqual([]);
    expect(await provider.delete(record(OLD))).toBe('already-gone');
    expect(api.records).toHaveLength(3);
    expect(await provider.add(record(NEW))).toBe('added');
  });

  it('counts a record that is gone as deleted', async () => {
    expect(await provider.delete(record(OLD))).toBe('already-gone');
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${OLD}` });
    api.failNext('DELETE', answer(404, 81044, 'Record does not exist.'));
    expect(await provider.delete(record(OLD))).toBe('already-gone');
  });

  it('deletes once when the answer is lost', async () => {
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${OLD}` });
    api.failNext('DELETE', { kind: 'lost-answer' });
    await provider.delete(record(OLD));
    expect(data()).toEqual([]);
  });
});

describe('CloudflareProvider.setTtl', () => {
  it('changes those that have another TTL', async () => {
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${OLD}`, ttl: 60 });
    api.hold({ name: NAME.slice(0, -1), type: 'TLSA', content: `3 1 1 ${NEW}`, ttl: 300 });
    expect(await provider.setTtl(NAME, 'TLSA', 300)).toBe('changed');
    expect(await provider.setTtl(NAME, 'TLSA', 300)).toBe('unchanged');
    expect(api.records.map(({ ttl }) => ttl)).toEqual([300, 300]);
    expect(api.requests.filter((request) => request.startsWith('PATCH'))).toHaveLength(1);
  });
});

describe('CloudflareProvider, when the API fails', () => {
  it.each([
    ['a token of the wrong form', 'short-token-of-somebody', 'not-authenticated'],
    ['an unknown token', TOKEN.replace('good', 'gone'), 'not-authenticated'],
    ['a token that may only read', READ_ONLY_TOKEN, 'not-allowed'],
  ])('says for %s what to do, and does not show it', async (_, token, expected) => {
    const error = await failureOf((await withToken(token)).add(record(NEW)));
    expect(error).toMatchObject({ failure: expected, retryable: false });
    expect(error.message).toMatch(/CLOUDFLARE_API_TOKEN_FILE|Zone \/ DNS \/ Edit/);
    expect(`${error.message}${error.stack ?? ''}`).not.toContain(token);
    expect(api.records).toEqual([]);
  });

  it.each([401, 403])('tells status %i from a failure that passes', async (status) => {
    api.failNext('GET', answer(status, 10000, 'Authentication error'));
    const error = await failureOf(provider.list(NAME, 'TLSA'));
    expect(error).toMatchObject({
      failure: status === 401 ? 'not-authenticated' : 'not-allowed',
      retryable: false,
    });
    expect(error.message).toContain('10000: Authentication error');
  });

  it('waits as long as Retry-After says, when that is not long', async () => {
    api.failNext('POST', answer(429, 10429, 'Rate limited', { 'retry-after': '1' }));
    const start = Date.now();
    expect(await provider.add(record(NEW))).toBe('added');
    expect(Date.now() - start).toBeGreaterThan(900);
  });

  it('gives up when it should wait for longer, and tells how long', async () => {
    api.failNext('POST', answer(429, 10429, 'Rate limited', { 'retry-after': '240' }));
    const error = await failureOf(provider.add(record(NEW)));
    expect(error).toMatchObject({ failure: 'rate-limited', retryable: true, retryAfterMs: 240_000 });
    expect(error.message).toContain('in 240 seconds');
    expect(api.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
    expect(await provider.add(record(NEW))).toBe('added');
  });

  it('tries again after a server error', async () => {
    api.failNext('POST', answer(502, 0, 'Bad gateway', { 'retry-after': '0' }));
    expect(await provider.add(record(NEW))).toBe('added');
    expect(data()).toHaveLength(1);
  });

  it('gives up after three server errors, and the next call goes on', async () => {
    const broken = answer(503, 0, 'Service unavailable', { 'retry-after': '0' });
    for (let attempt = 0; attempt < 3; attempt += 1) api.failNext('POST', broken);
    expect(await failureOf(provider.add(record(NEW)))).toMatchObject({
      failure: 'unavailable',
      retryable: true,
    });
    expect(await provider.add(record(NEW))).toBe('added');
  });

  it.each<Fault>([{ kind: 'silence' }, { kind: 'stalled-body' }])('gives up after %o', async (fault) => {
    const impatient = await withToken(TOKEN, 500);
    for (let attempt = 0; attempt < 3; attempt += 1) api.failNext('GET', fault);
    expect(await failureOf(impatient.list(NAME, 'TLSA'))).toMatchObject({
      failure: 'timeout',
      retryable: true,
    });
    api.reset();
    expect(await provider.add(record(NEW))).toBe('added');
  });

  it('does not take the page of a proxy on the way for an empty list', async () => {
    const page = {
      status: 200,
      body: '<html>Please log in</html>',
      headers: { 'content-type': 'text/html' },
    };
    for (let attempt = 0; attempt < 3; attempt += 1) api.failNext('GET', { kind: 'answer', answer: page });
    expect(await failureOf(provider.list(NAME, 'TLSA'))).toMatchObject({ failure: 'unavailable' });
  });

  it('passes on why a record is not taken', async () => {
    const error = await failureOf(provider.add(record(NEW, { ttl: 45 })));
    expect(error).toMatchObject({ failure: 'refused', retryable: false });
    expect(error.message).toContain('Must be between 60 and 86400 seconds');
  });

  it('says that it cannot be reached', async () => {
    const unreachable = await openProvider({
      name: 'cloudflare',
      apiToken: TOKEN,
      apiUrl: 'http://127.0.0.1:1/client/v4',
      bounds: { timeoutMs: 500, longestWaitMs: 2000 },
    });
    expect(await failureOf(unreachable.list(NAME, 'TLSA'))).toMatchObject({ failure: 'unavailable' });
  });
});
