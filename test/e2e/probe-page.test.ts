/** The page of probes in Chromium, against the real API and store; the engine goes on as the test says. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { LANGUAGE_TAGS } from '#words';

import { newPage } from '../support/browser.js';
import { inspectPage, keepPicture } from '../support/inspect-page.js';
import { accessibilityFaults, keyboardFaults, overflow } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { LONG_NAME } from '../support/page-states.js';
import { pagesOfTest } from '../support/pages-of-test.js';
import { STORIES, type StoryName } from '../support/probe-stories.js';
import { ScriptedEngine } from '../support/scripted-engine.js';

const OUTPUT = 'test/output/probe-page';

const engine = new ScriptedEngine();
let server: PageServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

pagesOfTest(
  OUTPUT,
  () => startPageServer({ PROBES_PER_MINUTE: '100' }, { probeEngine: engine }),
  (opened) => {
    ({ server, browser, context, page } = opened);
  },
);

describe('the form', () => {
  it('is accessible, fits, and begins a probe by the keyboard', async () => {
    await page.goto(`${server.url}/probe`);
    await page.waitForSelector('#domain');
    await inspect('form');
    await page.focus('#domain');
    await page.keyboard.type('Example.ORG');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/probe\/[^/]+$/);
    await page.waitForSelector('[data-state="running"]');
    expect(await page.textContent('h1')).toContain('Probing example.org');
    await page.goBack();
    await page.waitForSelector('#domain');
    engine.runOf('example.org').finish(STORIES.verified('example.org'));
  });

  it('says beside the field what is wrong with it, and keeps what was entered', async () => {
    await page.goto(`${server.url}/probe`);
    await page.fill('#domain', '192.0.2.1');
    await page.click('text="Probe"');
    await page.waitForSelector('[role="alert"]:has-text("IP addresses are not probed")');
    expect(await page.getAttribute('#domain', 'aria-invalid')).toBe('true');
    expect(await page.inputValue('#domain')).toBe('192.0.2.1');
    expect(await page.evaluate('document.activeElement?.id')).toBe('domain');
    await inspect('form-refused');
  });

  it('says when the server cannot be reached, and works again when it can', async () => {
    await page.goto(`${server.url}/probe?domain=again.example`);
    await context.route('**/api/probes', (route) => route.abort());
    expect(await page.inputValue('#domain')).toBe('again.example');
    await page.click('text="Probe"');
    await page.waitForSelector('[role="alert"]:has-text("cannot be reached")');
    await context.unroute('**/api/probes');
    await page.click('text="Probe"');
    await page.waitForSelector('[data-state="running"]');
    engine.runOf('again.example').finish(STORIES.verified('again.example'));
  });

  it('says how to do without JavaScript', async () => {
    const plain = await newPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
    await plain.goto(`${server.url}/probe`);
    const text = await plain.textContent('main');
    expect(text).toContain('/api/probes');
    expect(await plain.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await keepPicture(plain, `${OUTPUT}/without-javascript.png`);
    await plain.close();
  });
});

describe('a probe that runs', () => {
  it('shows each step, tells the screen reader, and ends with the conclusion', async () => {
    const run = await open('live.example');
    await page.waitForSelector('text=The first lookup is on its way');
    run.say('asked for the MX records of live.example: 2, secure');
    await page.waitForSelector('.step:has-text("asked for the MX records")');
    expect(await announced()).toContain('asked for the MX records');
    run.say('connected, 220 mx1.example.org ESMTP', { host: 'mx1.example.org', address: '192.0.2.25' });
    run.say('the certificate does not match', { host: 'mx1.example.org', state: 'error' });
    await expect.poll(() => page.locator('.step').count()).toBe(3);
    expect(await page.title()).toBe('Probing live.example – HaveDane');
    await inspect('running');
    run.finish(STORIES.mismatch('live.example'));
    await page.waitForSelector('[data-dane="mismatch"]');
    await expect.poll(announced).toMatch(/^DANE fails/);
    expect(await page.title()).toBe('✗ live.example – HaveDane');
    expect(await page.textContent('.steps-panel summary')).toMatch(/^3 steps in 1\.7 s$/);
  });

  it('goes on while the connection is lost, and nothing is missed', async () => {
    const run = await open('lost.example');
    run.say('one');
    await page.waitForSelector('.step');
    await context.setOffline(true);
    await page.evaluate(`dispatchEvent(new Event('offline'))`);
    await page.waitForSelector('.connection--lost');
    expect(await accessibilityFaults(page)).toEqual([]);
    run.say('two');
    run.finish(STORIES.verified('lost.example'));
    await context.setOffline(false);
    await page.waitForSelector('[data-dane="verified"]');
    expect(await page.textContent('.steps-panel summary')).toMatch(/^2 steps/);
    expect(await page.locator('.connection--lost').count()).toBe(0);
  });

  it('that fails says so, and can be tried again', async () => {
    const run = await open('failing.example');
    run.fail(new Error('a fault'));
    await page.waitForSelector('[data-state="failed"]');
    expect(await page.textContent('[data-state="failed"]')).toContain('says nothing about the domain');
    await inspect('failed');
    await page.click('text=Probe again');
    await page.waitForSelector('[data-state="running"]');
    expect(engine.runs.filter(({ domain }) => domain === 'failing.example')).toHaveLength(2);
    engine.runOf('failing.example').finish(STORIES.verified('failing.example'));
  });
});

describe('each conclusion', () => {
  it.each(Object.keys(STORIES) as StoryName[])('%s is accessible and fits', async (name) => {
    const domain = `${name}.example`;
    const run = await open(domain);
    run.say(`asked for the MX records of ${domain}: 2, secure`);
    const story = STORIES[name](domain);
    run.finish(story);
    await page.waitForSelector(`[data-state="done"][data-dane="${story.dane}"]`);
    expect(await page.locator('article.host').count()).toBe(story.hosts.length);
    await inspect(name);
  });
});

describe('a result', () => {
  it('without a resolver to believe reproaches the domain with nothing', async () => {
    const run = await open('unheard.example');
    run.finish(STORIES['not-validated']('unheard.example'));
    await page.waitForSelector('h1:has-text("test DANE: this service")');
    expect(await page.locator('.finding').count()).toBe(0);
    expect(await page.textContent('main')).not.toMatch(/not signed/i);
  });

  it('of a domain that does not exist says so, and nothing else', async () => {
    const run = await open('nowhere.example');
    run.finish(STORIES['no-such-domain']('nowhere.example'));
    await page.waitForSelector('h1:has-text("There is no such domain")');
    expect(await page.locator('.finding').count()).toBe(0);
    expect(await page.locator('#hosts-title, #policies-title').count()).toBe(0);
  });

  it('stays at its address, and is the same there and as JSON', async () => {
    const run = await open('kept.example');
    run.finish(STORIES['second-certificate']('kept.example'));
    await page.waitForSelector('[data-state="done"]');
    const link = await page.getAttribute('a.address__value', 'href');
    expect(link).toBe(page.url());
    await page.click('.address button');
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(link);

    await page.reload();
    await page.waitForSelector('[data-state="done"]');
    expect(await announced()).toBe('');
    const json = await page.getAttribute('a[href^="/api/probes/"]', 'href');
    const body = (await (await fetch(`${server.url}${json ?? ''}`)).json()) as { result: { dane: string } };
    expect(body.result.dane).toBe('mismatch');
  });

  it('tells of each record whether it matches, and why not', async () => {
    const run = await open('records.example');
    run.finish(STORIES['second-certificate']('records.example'));
    await page.waitForSelector('[data-state="done"]');
    const records = await page.locator('.record').allInnerTexts();
    expect(records).toEqual([
      expect.stringMatching(/DANE-EE · public key · SHA-256[^]*3 1 1 [^]*Matches in 1 of 3 handshakes/),
      expect.stringMatching(/DANE-TA[^]*2 1 1 [^]*Not compared/),
      expect.stringMatching(/PKIX-TA · certificate · SHA-256|PKIX-TA · certificate · in full|PKIX-TA/),
    ]);
    const finding = page.locator('[data-finding="second-certificate-unpublished"]');
    expect(await finding.count()).toBe(1);
    expect(await finding.textContent()).toContain('Publish a 3 1 1 record for this key');
    expect(await page.locator('.handshake').allInnerTexts()).toEqual([
      expect.stringMatching(/Any certificate[^]*certificate 1 below[^]*DANE mismatch/),
      expect.stringMatching(/RSA only[^]*certificate 2 below[^]*DANE verified/),
      expect.stringMatching(/ECDSA only[^]*certificate 1 below[^]*DANE mismatch/),
    ]);
  });

  it('says of each server what each sender makes of it', async () => {
    const run = await open('differ.example');
    const story = STORIES.mismatch('differ.example');
    const [broken, ...others] = story.hosts;
    const verdicts = [
      ['Postfix', 'deferred', 'does not deliver'],
      ['Exim', 'unauthenticated', 'delivers over TLS, unauthenticated'],
      ['Exchange Online', 'not-known', 'not known: its documentation does not say'],
      ['RFC 7672', 'either', 'may deliver or not'],
    ] as const;
    const senders = verdicts.map(([sender, verdict, text]) => ({ sender, verdict, text }));
    run.finish({ ...story, hosts: [{ ...broken!, senders }, ...others] });
    await page.waitForSelector('[data-state="done"]');
    expect(await page.textContent('h1')).toContain('some senders that use it');
    const rows = page.locator('article.host').first().locator('[data-sender]');
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [
        row.dataset['sender'],
        row.dataset['verdict'],
        row.innerText.replace(/\s+/g, ' ').trim(),
      ]),
    );
    expect(shown).toEqual(verdicts.map(([sender, verdict, text]) => [sender, verdict, `${sender} ${text}`]));
    expect(await rows.first().isVisible()).toBe(true);
    expect(await page.locator('article.host').nth(1).locator('[data-verdict="authenticated"]').count()).toBe(
      4,
    );
  });

  it.each(LANGUAGE_TAGS)('fits in %s, with names as long as DNS allows', async (tag) => {
    const run = await open(`${'x'.repeat(63)}.${tag}.example`);
    const story = STORIES.mismatch(run.domain);
    run.finish({ ...story, hosts: story.hosts.map((host) => ({ ...host, name: LONG_NAME })) });
    await page.waitForSelector('[data-state="done"]');
    await page.goto(`${page.url()}?lang=${tag}`);
    await page.waitForSelector(`html[lang="${tag}"] [data-state="done"]`);
    await page.evaluate(
      `document.querySelectorAll('details').forEach((details) => { details.open = true; })`,
    );
    for (const width of [320, 640, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await overflow(page), String(width)).toBe(0);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('of less than a minute ago is shown again when it is asked for again', async () => {
    const run = await open('twice.example');
    run.finish(STORIES.none('twice.example'));
    await page.waitForSelector('[data-state="done"]');
    await page.click('text=Probe again');
    await page.waitForSelector('text=less than a minute old');
    expect(engine.runs.filter(({ domain }) => domain === 'twice.example')).toHaveLength(1);
  });

  it('that does not exist offers a new probe', async () => {
    await page.goto(`${server.url}/probe/000000000000`);
    await page.waitForSelector('h1:has-text("No such probe")');
    await inspect('unknown');
    await page.click('text=Start a new probe');
    await page.waitForSelector('#domain');
  });
});

describe('what failed', () => {
  it('stands at the top with its fix, and notes about the resolver stand last', async () => {
    const run = await open('order.example');
    const story = STORIES.mismatch('order.example');
    const [error] = story.findings;
    const note = {
      ...error!,
      severity: 'info' as const,
      code: 'resolver-validates-in-part',
      text: 'In part.',
    };
    run.finish({ ...story, findings: [note, error!] });
    await page.waitForSelector('[data-state="done"]');
    expect(await page.locator('.verdict [data-finding]').count()).toBe(1);
    const top = async (code: string) =>
      (await page.locator(`[data-finding="${code}"]`).boundingBox())?.y ?? NaN;
    expect(await top('tlsa-mismatch')).toBeLessThan(720);
    expect(await top('resolver-validates-in-part')).toBeGreaterThan(await top('tlsa-mismatch'));
    expect(await page.locator('[data-link="certificate"]').first().textContent()).toContain("doesn't match");
  });
});

describe('the two directions', () => {
  it('lead to each other, from every page', async () => {
    await page.goto(server.url);
    await page.waitForSelector('[data-outcome="waiting"]');
    await page.click('.directions >> text=Test receiving');
    await page.waitForSelector('#domain');
    expect(await page.textContent('.directions [aria-current]')).toBe('Test receiving');
    await page.click('text=Check how a server sends');
    await page.waitForSelector('[data-outcome="waiting"]');
    expect(await page.textContent('.directions [aria-current]')).toBe('Test sending');
    await page.click('.directions >> text=Test receiving');
    await page.waitForSelector('#domain');
  });
});

describe('the keyboard', () => {
  it('reaches every control in the order of the page, with a visible focus', async () => {
    const run = await open('keyboard.example');
    run.finish(STORIES.mismatch('keyboard.example'));
    await page.waitForSelector('[data-state="done"]');
    expect(await keyboardFaults(page)).toEqual([]);
  });
});

/** Enters the domain; answers its run. */
async function open(domain: string) {
  await page.goto(`${server.url}/probe`);
  await page.fill('#domain', domain);
  await page.click('text="Probe"');
  await page.waitForSelector('[data-state="running"]');
  return engine.runOf(domain);
}

function announced(): Promise<string | null> {
  return page.textContent('[data-testid="announcer"]');
}

function inspect(name: string): Promise<void> {
  return inspectPage(page, `${OUTPUT}/${name}`);
}
