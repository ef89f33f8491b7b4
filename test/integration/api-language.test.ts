/** In which language the API answers, and that Caddy chooses the same for the documents that it serves itself. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import type { CheckBody, ProblemBody } from '#contracts';
import { LANGUAGE_TAGS } from '#words';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';
import { tempDirOfTest } from '../support/temp-dir.js';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const TITLES = {
  en: 'Waiting for your message',
  de: 'Warten auf Ihre Nachricht',
  nl: 'Wachten op je bericht',
} as const;

/** What a browser sends, and the document that it should get. */
const REQUESTS = [
  { expected: 'en' },
  { expected: 'en', accept: 'fr-FR,fr;q=0.9' },
  { expected: 'de', accept: 'de-AT,de;q=0.9,en;q=0.8' },
  { expected: 'de', accept: 'fr-FR,fr;q=0.9,de;q=0.8,en;q=0.7' },
  { expected: 'nl', accept: 'nl-BE,nl;q=0.9,en;q=0.8,de;q=0.7' },
  { expected: 'en', accept: 'en-US,en;q=0.9,de;q=0.8' },
  { expected: 'de', accept: 'en', cookie: 'language=de' },
  { expected: 'nl', accept: 'de', cookie: 'language=nl' },
  { expected: 'en', accept: 'de', cookie: 'other=de; language=en' },
  { expected: 'de', accept: 'de', cookie: 'language=xx' },
  { expected: 'en', accept: 'de', cookie: 'language=de', lang: 'en' },
  { expected: 'de', cookie: 'language=de', lang: '../../etc' },
] as const satisfies readonly {
  expected: keyof typeof TITLES;
  accept?: string;
  cookie?: string;
  lang?: string;
}[];

describe('a document', () => {
  it('is in the language that was asked for, remembered or accepted', async () => {
    const WEB_DIR = await tempDirOfTest();
    for (const tag of LANGUAGE_TAGS)
      await writeFile(join(WEB_DIR, `index.${tag}.html`), `<html lang="${tag}">`);
    const built = await startApi({ WEB_DIR });
    onTestFinished(() => built.close());
    for (const request of REQUESTS) {
      const { expected, accept, cookie, lang } = { accept: '', cookie: '', lang: '', ...request };
      const headers = { 'accept-language': accept, ...(cookie !== '' && { cookie }) };
      const page = await fetch(`${built.url}/${lang === '' ? '' : `?lang=${encodeURIComponent(lang)}`}`, {
        headers,
      });
      expect(await page.text(), JSON.stringify(request)).toBe(`<html lang="${expected}">`);
      expect(page.headers.get('content-language')).toBe(expected);
      expect(page.headers.get('vary')).toContain('Accept-Language, Cookie');
    }
  });

  it('is the same one from Caddy', async () => {
    const caddyfile = await readFile('Caddyfile', 'utf8');
    const rules = [...caddyfile.matchAll(/"~(.+)" "\$\{1\}"/g)].map(([, rule = '']) => new RegExp(rule));
    expect(rules).toHaveLength(3);
    for (const request of REQUESTS) {
      const { expected, accept, cookie, lang } = { accept: '', cookie: '', lang: '', ...request };
      const remembered = /(?:^|; )language=(\w+)/.exec(cookie)?.[1] ?? '';
      const found = rules.map((rule) => rule.exec(`${lang};${remembered};${accept}`)?.[1]);
      expect(found.find((tag) => tag !== undefined) ?? 'en', JSON.stringify(request)).toBe(expected);
    }
  });
});

describe('a check', () => {
  it('has its sentences in the language that was asked for, and its codes in none', async () => {
    const { token } = await api.createCheck();
    const read = async (query: string, accept: string): Promise<[CheckBody, Response]> => {
      const headers = { 'accept-language': accept };
      const response = await fetch(`${api.url}/api/checks/${token}${query}`, { headers });
      return [(await response.json()) as CheckBody, response];
    };
    const [english] = await read('', '*');
    const [german, response] = await read('', 'de-DE,de;q=0.9');
    expect([english.verdict.title, german.verdict.title]).toEqual([TITLES.en, TITLES.de]);
    expect(german.verdict.code).toBe(english.verdict.code);
    expect(german.scenarios[0]?.title).toBe('Gültiges DANE');
    expect(response.headers.get('content-language')).toBe('de');
    expect(response.headers.get('vary')).toContain('Accept-Language');
    expect((await read('?lang=en', 'de'))[0].verdict.title).toBe(TITLES.en);
    expect((await read('?lang=nl', 'de'))[0].verdict.title).toBe(TITLES.nl);
    expect((await read('?lang=fr', 'de'))[0].verdict.title).toBe(TITLES.de);
  });

  it('is pushed to each watcher in its own language', async () => {
    const { token } = await api.createCheck();
    const watch = async (lang: string): Promise<CheckBody[]> => {
      const socket = io(api.url, { query: { lang }, forceNew: true });
      onTestFinished(() => void socket.close());
      const updates: CheckBody[] = [];
      socket.on('check:update', (check: CheckBody) => updates.push(check));
      updates.push((await socket.emitWithAck('check:watch', token)) as CheckBody);
      return updates;
    };
    const [english, german, unknown] = await Promise.all([watch('en'), watch('de'), watch('xx')]);
    await api.receiver.observations.append(sampleObservation(token));
    const titles = (updates: readonly CheckBody[]) => updates.map(({ verdict }) => verdict.title);
    await expect.poll(() => german.some(({ observations }) => observations.length === 1)).toBe(true);
    await expect.poll(() => english.some(({ observations }) => observations.length === 1)).toBe(true);
    await expect.poll(() => unknown.some(({ observations }) => observations.length === 1)).toBe(true);
    expect(titles(german).every((title) => /Warten|angekommen|warten/.test(title))).toBe(true);
    expect(titles(english).every((title) => /[Ww]aiting/.test(title))).toBe(true);
    expect(titles(unknown)).toEqual(titles(english));
  });
});

describe('a fix guide', () => {
  it('has the same commands in each language', async () => {
    const read = async (lang: string) =>
      (await (await fetch(`${api.url}/api/fixes/postfix?lang=${lang}`)).json()) as {
        about: string;
        topics: Record<string, { text: string; code?: string }[]>;
      };
    const [english, german, dutch] = [await read('en'), await read('de'), await read('nl')];
    expect(german.about).toContain('setzt DANE');
    expect(dutch.about).toContain('dwingt DANE');
    const commands = ({ topics }: typeof english) =>
      Object.values(topics).map((steps) => steps.map(({ code }) => code));
    expect(commands(german)).toEqual(commands(english));
    expect(commands(dutch)).toEqual(commands(english));
    expect((await fetch(`${api.url}/api/fixes/nothing`)).status).toBe(404);
  });
});

describe('a problem', () => {
  it('is in the language of its reader, over HTTP and as an acknowledgement, with the same type', async () => {
    const headers = { 'accept-language': 'de', 'content-type': 'application/json' };
    const body = JSON.stringify({ domain: '192.0.2.1' });
    const response = await fetch(`${api.url}/api/probes`, { method: 'POST', headers, body });
    expect(response.headers.get('content-language')).toBe('de');
    expect(await response.json()).toMatchObject({
      type: 'urn:havedane:problem:unusable-domain',
      title: 'Das lässt sich nicht prüfen',
      detail: 'IP-Adressen werden nicht geprüft: Geben Sie die Domain ein, an die Mail geht.',
    });
    const socket = io(api.url, { query: { lang: 'nl' }, forceNew: true });
    onTestFinished(() => void socket.close());
    const answer = (await socket.emitWithAck('check:watch', 'nothing')) as ProblemBody;
    expect(answer.type).toBe('urn:havedane:problem:check-not-found');
    expect(answer.detail).toContain('Geen test heeft dit token');
  });
});
