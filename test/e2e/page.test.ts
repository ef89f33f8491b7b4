/** The built page in Chromium, against the real API and a real store to which the test appends what a receiver would. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { NewObservation } from '#checks';

import { newPage } from '../support/browser.js';
import {
  MX1,
  MX2,
  type Sender,
  type StoryCheck,
  deliveredClassic,
  deliveredOverTls,
  deliveredOnRetry,
  lookedUp,
  refused,
  refusedClassic,
} from '../support/check-stories.js';
import { inspectPage, isInspectedWholly, keepPicture } from '../support/inspect-page.js';
import { loseConnection } from '../support/lose-connection.js';
import { accessibilityFaults, overflow } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { LAPTOP, PAGE_STATES, type PageState } from '../support/page-states.js';
import { pagesOfTest } from '../support/pages-of-test.js';
import { appendTo, openCheckAt } from '../support/visited-page.js';

const OUTPUT = 'test/output/page';
const UNKNOWN = '000000000000';
/** At 96 dpi. */
const A4 = { width: 794, height: 1123 };

let server: PageServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

pagesOfTest(
  OUTPUT,
  () => startPageServer(),
  (opened) => {
    ({ server, browser, context, page } = opened);
  },
);

const openCheck = (): Promise<StoryCheck> => openCheckAt(page, server);
const append = (observations: readonly NewObservation[]): Promise<void> => appendTo(server, observations);
const inspect = (name: string): Promise<void> => inspectPage(page, `${OUTPUT}/${name}`);

describe('opening the page', () => {
  it('creates a check and keeps it over a reload', async () => {
    const { token } = await openCheck();
    await page.reload();
    await page.waitForSelector('[data-outcome="waiting"]');
    expect(new URL(page.url()).pathname).toBe(`/check/${token}`);
    expect(await page.textContent('.addresses')).toContain(`test@${token}.wrong.${server.domain}`);
  });

  it('explains how to use the API when there is no JavaScript', async () => {
    const plain = await newPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
    await plain.goto(server.url);
    expect(await plain.textContent('main')).toContain('curl -X POST');
    expect(await plain.locator('h1').allTextContents()).toEqual([
      'Does your mail server verify who it delivers to?',
    ]);
    const example = await plain.locator('pre').first().boundingBox();
    expect((example?.x ?? 0) + (example?.width ?? 0)).toBeLessThanOrEqual(320);
    await keepPicture(plain, `${OUTPUT}/without-javascript.png`);
    await plain.close();
  });
});

describe('each state', () => {
  it.each(Object.entries<PageState>(PAGE_STATES))(
    '%s is accessible, fits, tells itself, and comes back from being offline',
    async (name, { outcome, heading, story }) => {
      const check = await openCheck();
      const observations = story(check, Date.now());
      await append(observations);
      await page.waitForSelector(`[data-outcome="${outcome}"]`);
      const seen = observations.filter(({ kind }) => kind !== 'dns-query').length;
      const lookups = new Set(
        observations.filter(({ kind }) => kind === 'dns-query').map(({ scenario }) => scenario),
      );
      const entries = seen + lookups.size;
      await expect.poll(() => page.locator('.entry').count()).toBe(entries);
      if (heading !== undefined) expect(await page.textContent('#fix-title')).toBe(heading);
      await inspect(name);
      if (!isInspectedWholly(name)) return;
      const bringBack = await loseConnection(page);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      await append([deliveredOverTls(check, { scenario: 'dont', at: Date.now() })]);
      await bringBack();
      await expect.poll(() => page.locator('.entry').count()).toBe(entries + 1);
    },
  );

  it('shows what each server did, and who else looked apart from them', async () => {
    await append(PAGE_STATES['somebody-looked'].story(await openCheck(), Date.now()));
    const cell = (sender: Sender, result: string) =>
      `[data-scenario="wrong"] [data-server="${sender.clientAddress}"][data-result="${result}"]`;
    await page.waitForSelector(cell(MX1, 'refused'));
    await page.waitForSelector(cell(MX2, 'not-tested'));
    expect(await page.textContent(`[data-stranger="${LAPTOP.clientAddress}"]`)).toContain('hung up');
    expect(await page.locator('thead [data-server]').count()).toBe(2);
    expect(await page.textContent('[data-outcome="enforces"]')).toContain(
      `Not proven yet where DANE is broken: ${MX2.clientName} (${MX2.clientAddress}).`,
    );
  });

  it('shows the commands for the mail system that was chosen, and remembers it', async () => {
    await append(PAGE_STATES.lookups.story(await openCheck(), Date.now()));
    await page.waitForSelector('.fix code:has-text("smtp_dns_support_level=dnssec")');
    expect(await page.textContent('.fix')).not.toContain('`');
    await page.selectOption('.fix select', 'exim');
    await page.waitForSelector('.fix code:has-text("hosts_try_dane = *")');
    await page.reload();
    await page.waitForSelector('.fix code:has-text("hosts_try_dane = *")');
  });

  it('a check that does not exist offers a new one', async () => {
    await page.goto(`${server.url}/check/${UNKNOWN}`);
    await page.waitForSelector('h1:has-text("No such check")');
    await inspect('unknown');
    await page.click('text=Start a new check');
    await page.waitForSelector('[data-outcome="waiting"]');
  });

  it('an address that does not exist says so, and offers a new check', async () => {
    expect((await page.goto(`${server.url}/nothing`))?.status()).toBe(404);
    await page.waitForSelector('h1:has-text("No such page")');
    await page.click('text=Start a new check');
    await page.waitForSelector('[data-outcome="waiting"]');
  });

  it('too many checks say when to try again', async () => {
    const strict = await startPageServer({ CHECKS_PER_MINUTE: '1' });
    try {
      const other = await newPage(browser);
      await other.goto(strict.url);
      await other.waitForSelector('[data-outcome="waiting"]');
      await other.goto(strict.url);
      await other.waitForSelector('h1:has-text("Too many checks")');
      expect(await other.textContent('main')).toMatch(/Try again after \d\d:\d\d:\d\d/);
      expect(await accessibilityFaults(other)).toEqual([]);
      await keepPicture(other, `${OUTPUT}/too-many.png`);
      await other.close();
    } finally {
      await strict.close();
    }
  });

  it('an unreachable server can be tried again', async () => {
    await context.route('**/api/checks', (route) => route.abort());
    await page.goto(server.url);
    await page.waitForSelector('h1:has-text("cannot be reached")');
    await inspect('unreachable');
    await context.unroute('**/api/checks');
    await page.click('text=Try again');
    await page.waitForSelector('[data-outcome="waiting"]');
  });
});

describe('while it is open', () => {
  it('puts lookups, which are reported late, where they belong, and says what they mean', async () => {
    const check = await openCheck();
    const at = Date.now();
    const scenario = 'wrong';
    await append([lookedUp(check, { scenario, at: at - 600 }, 'A')]);
    await page.waitForSelector('text=the connection should follow');
    await append([
      refused(check, { scenario, at }),
      lookedUp(check, { scenario, at: at - 500 }, 'TLSA'),
      deliveredOverTls(check, { scenario: 'do', at: at + 100 }),
    ]);
    await expect
      .poll(() => page.locator('.entry h3').allTextContents())
      .toEqual([
        expect.stringContaining('Delivered'),
        expect.stringContaining('Refused'),
        expect.stringContaining('DNS lookups: A, TLSA'),
      ]);
    const entry = await page.textContent('.entry:nth-child(3)');
    expect(entry).toContain(`_25._tcp.${check.token}.wrong.${check.domain} TLSA`);
    expect(entry).toContain('DNSSEC asked for (DO bit set)');
  });

  it('tells a new observation in tab, icon and live region', async () => {
    const check = await openCheck();
    expect(await page.title()).toBe('Waiting for your mail – HaveDane');
    await append([deliveredOverTls(check, { scenario: 'dont', at: Date.now() })]);
    await expect.poll(() => page.title()).toBe('1 of 3 seen – HaveDane');
    expect(await page.getAttribute('link[rel="icon"]', 'href')).toContain('data:image/svg+xml');
    await expect
      .poll(() => page.textContent('[data-testid="announcer"]'))
      .toMatch(/^No DANE: Delivered\. Still open: /);
  });

  it('shows that the connection is lost and regained, and misses nothing', async () => {
    const check = await openCheck();
    await append([deliveredOverTls(check, { scenario: 'do', at: Date.now() })]);
    await page.waitForSelector('[data-scenario="do"][data-state="delivered"]');

    await server.goAway();
    await page.waitForSelector('.connection--lost');
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepPicture(page, `${OUTPUT}/connection-lost.png`);
    await append([refused(check, { scenario: 'wrong', at: Date.now() })]);
    await server.comeBack();

    await page.waitForSelector('.connection--regained');
    await page.waitForSelector('[data-outcome="enforces"]');
    expect(await page.locator('.entry').count()).toBe(2);
  });
});

describe('the queued message', () => {
  const panel = (state: string) => `[data-release="${state}"]`;
  const BUTTON = `${panel('possible')} button`;

  async function openRefused(): Promise<StoryCheck> {
    const check = await openCheck();
    await append([
      deliveredOverTls(check, { scenario: 'do', at: Date.now() }),
      deliveredOverTls(check, { scenario: 'dont', at: Date.now() }),
      refused(check, { scenario: 'wrong', at: Date.now() }),
    ]);
    await page.waitForSelector(BUTTON);
    return check;
  }

  it('is let through by the button, waits for the retry, and is delivered', async () => {
    const check = await openRefused();
    await expect.poll(announced).toMatch(/The queued message can be released now\.$/);
    expect(await page.textContent(panel('possible'))).toMatch(/Otherwise automatically at \d\d:\d\d:\d\d\./);
    await inspect('release-possible');

    await page.focus(BUTTON);
    await page.keyboard.press('Enter');
    await page.waitForSelector(panel('released'));
    await expect.poll(announced).toBe('The queued message is released with the next retry.');
    expect(await page.evaluate('document.activeElement?.textContent')).toMatch(/^Released at/);
    await inspect('release-released');

    await append([deliveredOnRetry(check, { at: Date.now() })]);
    await page.waitForSelector(panel('delivered'));
    expect(await page.textContent(panel('delivered'))).toContain('The release is over');
    expect(await page.textContent('[data-outcome="enforces"]')).toContain('deferred and retried correctly');
    await page.waitForSelector('[data-scenario="wrong"][data-state="refused"]');
    expect(await page.locator('.entry').first().textContent()).toContain(
      'that of the release, which a TLSA record',
    );
    await inspect('release-delivered');
  });

  it('says where it is over while other messages still wait', async () => {
    const check = await openRefused();
    await page.click(BUTTON);
    await page.waitForSelector(panel('released'));
    await append([
      deliveredOnRetry(check, { at: Date.now() }),
      refused(check, { scenario: 'exp-ta', at: Date.now() }),
    ]);
    await page.waitForSelector(panel('possible'));
    const usedUp = `${panel('possible')} [data-used-up="wrong"]`;
    expect(await page.textContent(usedUp)).toContain('The release is over at Broken DANE');
    expect(await page.locator(`${usedUp} a[href="/"]`).count()).toBe(1);
  });

  it('can be asked for again, when the server could not be reached', async () => {
    await openRefused();
    await context.route('**/release', (route) => route.abort());
    await page.click(BUTTON);
    await page.waitForSelector('text=The server cannot be reached just now.');
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.unroute('**/release');
    await page.click(BUTTON);
    await page.waitForSelector(panel('released'));
    expect(await page.textContent(panel('released'))).not.toContain("That didn't work");
  });

  it('is asked for once, however often the button is pressed', async () => {
    await openRefused();
    let requests = 0;
    await context.route('**/release', async (route) => {
      requests += 1;
      await page.waitForSelector(`${BUTTON}[aria-disabled="true"]`);
      await page.locator(BUTTON).dispatchEvent('click');
      await route.continue();
    });
    await page.click(BUTTON);
    await page.waitForSelector(panel('released'));
    expect(requests).toBe(1);
  });

  it('is shown as released to everybody who watches', async () => {
    const { token } = await openRefused();
    const other = await context.newPage();
    await other.goto(`${server.url}/check/${token}`);
    await other.waitForSelector(BUTTON);
    await page.click(BUTTON);
    await other.waitForSelector(panel('released'));
  });

  it('cannot be let through when it was mailed to a classic address, and the page says why', async () => {
    const check = await openCheck();
    await append([
      deliveredClassic(check, { scenario: 'do', at: Date.now() }),
      refusedClassic(check, { at: Date.now() }),
    ]);
    await page.waitForSelector(panel('unavailable'));
    expect(await page.textContent(panel('unavailable'))).toContain('whose host all checks share');
    expect(await page.textContent('[data-outcome="enforces"]')).toContain('per-check addresses');
    await inspect('release-unavailable');
  });

  const announced = () => page.textContent('[data-testid="announcer"]');
});

describe('its size', () => {
  const bottom = async (selector: string): Promise<number> => {
    const box = await page.locator(selector).first().boundingBox();
    return box === null ? Infinity : box.y + box.height;
  };

  it.each([
    [1280, 720, '.status'],
    [1366, 768, '.status'],
    [390, 844, '.actions .button--primary'],
  ])('has everything to act on the first screen of %i × %i', async (width, height, last) => {
    await page.setViewportSize({ width, height });
    await openCheck();
    expect(await bottom('.addresses code')).toBeLessThan(height);
    expect(await bottom(last)).toBeLessThanOrEqual(height);
  });

  it('has a short result, however wide it is', async () => {
    const check = await openCheck();
    const at = Date.now();
    await append([
      ...(['do', 'dont', 'wrong'] as const).flatMap((scenario) =>
        ['A', 'AAAA', 'TLSA'].map((type) => lookedUp(check, { scenario, at: at - 100 }, type)),
      ),
      deliveredOverTls(check, { scenario: 'do', at }),
      deliveredOverTls(check, { scenario: 'dont', at }),
      refused(check, { scenario: 'wrong', at }),
    ]);
    await page.waitForSelector('[data-outcome="enforces"]');
    await page.waitForSelector('[data-release="possible"]');
    for (const [width, limit] of [
      [1280, 1500],
      [390, 2800],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      const height: number = await page.evaluate('document.documentElement.scrollHeight');
      expect(height).toBeLessThanOrEqual(limit);
      await keepPicture(page, `${OUTPUT}/result-${width}.png`);
    }
    await page.setViewportSize(A4);
    await page.emulateMedia({ media: 'print' });
    await keepPicture(page, `${OUTPUT}/result-print.png`);
  });

  it('shows a verdict that comes below the screen in a bar, until it was seen', async () => {
    await page.setViewportSize({ width: 390, height: 600 });
    const check = await openCheck();
    await append([deliveredOverTls(check, { scenario: 'do', at: Date.now() })]);
    await page.waitForSelector('.matrix');
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await expect.poll(() => page.evaluate('scrollY > 0')).toBe(true);
    await append([deliveredOverTls(check, { scenario: 'wrong', at: Date.now() })]);
    await page.waitForSelector('.verdict-bar:has-text("did not enforce DANE")');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.click('.verdict-bar');
    await page.waitForSelector('.verdict-bar', { state: 'detached' });
  });

  it('says what to look at when no mail comes', async () => {
    await page.clock.install();
    await openCheck();
    expect(await page.locator('[data-waited]').count()).toBe(0);
    await page.clock.fastForward('02:05');
    await page.waitForSelector('[data-waited="soon"]');
    await page.clock.fastForward('08:05');
    await page.waitForSelector('[data-waited="long"]');
    await inspect('no-mail');
  });
});
