/** The built page in Chromium, against the real API and a real store to which the test appends what a receiver would. */
import { mkdir } from 'node:fs/promises';

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { NewObservation } from '#checks';

import { launchBrowser, newPage, openPage } from '../support/browser.js';
import {
  MX1,
  MX2,
  type Sender,
  type StoryCheck,
  deliveredClassic,
  brokeOffInTls,
  deliveredInClear,
  deliveredOverTls,
  letThrough,
  lookedUp,
  refused,
  refusedClassic,
  tlsFailed,
} from '../support/check-stories.js';
import { inspectPage } from '../support/inspect-page.js';
import { accessibilityFaults } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';

const OUTPUT = 'test/output/page';
const UNKNOWN = '000000000000';
const LAPTOP: Sender = { clientAddress: '192.0.2.66', clientName: 'laptop.example.org' };

let server: PageServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: readonly string[];

beforeAll(async () => {
  await mkdir(OUTPUT, { recursive: true });
  [server, browser] = await Promise.all([startPageServer(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

beforeEach(async () => {
  ({ context, page, faults } = await openPage(browser, server.url));
});

afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

describe('opening the page', () => {
  it('creates a check and keeps it over a reload', async () => {
    const { token } = await openCheck();
    await page.reload();
    await page.waitForSelector('[data-outcome="waiting"]');
    expect(new URL(page.url()).pathname).toBe(`/check/${token}`);
    expect(await page.textContent('.addresses__list')).toContain(`test@${token}.wrong.${server.domain}`);
  });

  it('explains how to use the API when there is no JavaScript', async () => {
    const plain = await newPage(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    await plain.goto(server.url);
    expect(await plain.textContent('main')).toContain('curl -X POST');
    expect((await plain.locator('main').boundingBox())?.y).toBe(0);
    const example = await plain.locator('pre').first().boundingBox();
    expect((example?.x ?? 0) + (example?.width ?? 0)).toBeLessThanOrEqual(360);
    await plain.screenshot({ path: `${OUTPUT}/without-javascript.png` });
    await plain.close();
  });
});

describe('each state', () => {
  const now = Date.now();
  const STATES: Record<string, { outcome: string; story: (check: StoryCheck) => NewObservation[] }> = {
    waiting: { outcome: 'waiting', story: () => [] },
    'partly-seen': {
      outcome: 'waiting',
      story: (check) => [deliveredOverTls(check, { scenario: 'dont', at: now })],
    },
    enforces: {
      outcome: 'enforces',
      story: (check) => [
        deliveredOverTls(check, { scenario: 'do', at: now }),
        deliveredOverTls(check, { scenario: 'dont', at: now + 120 }),
        refused(check, { scenario: 'wrong', at: now + 180 }, 'bad_certificate'),
      ],
    },
    'does-not-enforce': {
      outcome: 'does-not-enforce',
      story: (check) => [
        refused(check, { scenario: 'wrong', at: now, sender: MX1 }),
        deliveredOverTls(check, { scenario: 'wrong', at: now, sender: MX2 }),
        deliveredOverTls(check, { scenario: 'do', at: now, sender: MX2 }),
        deliveredOverTls(check, { scenario: 'dont', at: now, sender: MX2 }),
      ],
    },
    'no-tls': {
      outcome: 'no-tls',
      story: (check) => [
        tlsFailed(check, { scenario: 'do', at: now }),
        deliveredInClear(check, { scenario: 'do', at: now }),
        deliveredInClear(check, { scenario: 'dont', at: now }),
        deliveredInClear(check, { scenario: 'wrong', at: now }),
      ],
    },
    'refuses-valid': {
      outcome: 'refuses-valid',
      story: (check) => [
        deliveredOverTls(check, { scenario: 'dont', at: now }),
        refused(check, { scenario: 'do', at: now }, 'unknown_ca'),
      ],
    },
    'look-ups': {
      outcome: 'does-not-enforce',
      story: (check) => [
        deliveredOverTls(check, { scenario: 'do', at: now }),
        deliveredOverTls(check, { scenario: 'wrong', at: now }),
        lookedUp(check, { scenario: 'wrong', at: now - 100 }, 'A'),
        lookedUp(check, { scenario: 'wrong', at: now - 90 }, 'AAAA', false),
      ],
    },
    'broke-off-in-tls': {
      outcome: 'enforces',
      story: (check) => [
        deliveredOverTls(check, { scenario: 'do', at: now - 120_000 }),
        deliveredOverTls(check, { scenario: 'dont', at: now - 120_000 }),
        brokeOffInTls(check, { scenario: 'wrong', at: now - 120_000 }),
      ],
    },
    'somebody-looked': {
      outcome: 'enforces',
      story: (check) => [
        deliveredOverTls(check, { scenario: 'do', at: now }),
        deliveredOverTls(check, { scenario: 'dont', at: now + 120, sender: MX2 }),
        refused(check, { scenario: 'wrong', at: now + 180 }),
        refused(check, { scenario: 'wrong', at: now + 5_000, sender: LAPTOP }),
      ],
    },
    inconclusive: {
      outcome: 'inconclusive',
      story: (check) =>
        (['do', 'dont', 'wrong'] as const).map((scenario) => refused(check, { scenario, at: now })),
    },
  };

  it.each(Object.entries(STATES))(
    '%s is accessible, fits and tells itself',
    async (name, { outcome, story }) => {
      const observations = story(await openCheck());
      await append(observations);
      await page.waitForSelector(`[data-outcome="${outcome}"]`);
      await expect.poll(() => page.locator('.entry').count()).toBe(observations.length);
      await inspect(name);
    },
  );

  it('shows what each server did, and who else looked apart from them', async () => {
    await append(STATES['somebody-looked']?.story(await openCheck()) ?? []);
    const row = (sender: Sender) => `[data-server="${sender.clientAddress}"]`;
    await page.waitForSelector(`${row(MX1)} [data-result="refused"]`);
    expect(await page.textContent(row(MX1))).toContain('Broken DANE: refused');
    expect(await page.textContent(row(MX2))).toContain('Broken DANE: not tested');
    expect(await page.textContent(`[data-stranger="${LAPTOP.clientAddress}"]`)).toContain('hung up');
    expect(await page.locator('[data-server]').count()).toBe(2);
    expect(await page.textContent('[data-outcome="enforces"]')).toContain(
      `Not tested yet where DANE is broken: ${MX2.clientName} (${MX2.clientAddress}).`,
    );
  });

  it('shows the commands of the advice as code', async () => {
    await append(STATES['enforces']?.story(await openCheck()) ?? []);
    await page.waitForSelector('.advice code:text-is("postqueue -f")');
    expect(await page.textContent('.advice')).not.toContain('`');
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
      await other.screenshot({ path: `${OUTPUT}/too-many.png` });
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
  it('puts look-ups, which are told late, where they belong, and says what they mean', async () => {
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
      .poll(() => page.locator('.entry h3').allInnerTexts())
      .toEqual([
        expect.stringContaining('Delivered'),
        expect.stringContaining('Refused'),
        expect.stringContaining('DNS looked up: TLSA'),
        expect.stringContaining('DNS looked up: A'),
      ]);
    await page.click('.entry:nth-child(3) summary');
    const entry = await page.innerText('.entry:nth-child(3)');
    expect(entry).toContain(`_25._tcp.${check.token}.wrong.${check.domain} TLSA`);
    expect(entry).toMatch(/DNSSEC\s+asked for \(DO bit set\)/);
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
    await page.screenshot({ path: `${OUTPUT}/connection-lost.png` });
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
    expect(await page.textContent(panel('not-yet'))).toContain('As soon as we have seen it refuse');
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
    await expect.poll(announced).toMatch(/The queued message can be let through now\.$/);
    expect(await page.textContent(panel('possible'))).toMatch(
      /Without a click this happens at \d\d:\d\d:\d\d\./,
    );
    await inspect('release-possible');

    await page.focus(BUTTON);
    await page.keyboard.press('Enter');
    await page.waitForSelector(panel('released'));
    await expect.poll(announced).toBe('The queued message is let through with the next try.');
    expect(await page.textContent(panel('released'))).toContain('postqueue -f');
    expect(await page.evaluate('document.activeElement?.textContent')).toMatch(/^Let through since/);
    await inspect('release-released');

    await append([letThrough(check, { at: Date.now() })]);
    await page.waitForSelector(panel('delivered'));
    expect(await page.textContent(panel('delivered'))).toContain('The release is over');
    expect(await page.textContent('[data-outcome="enforces"]')).toContain('deferred and retried correctly');
    await page.waitForSelector('[data-scenario="wrong"][data-state="refused"]');
    expect(await page.locator('.entry').first().textContent()).toContain('the spare, which a TLSA record');
    await inspect('release-delivered');
  });

  it('can be asked for again, when the server could not be reached', async () => {
    await openRefused();
    await context.route('**/release', (route) => route.abort());
    await page.click(BUTTON);
    await page.waitForSelector('text=That did not work: The server cannot be reached just now.');
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.unroute('**/release');
    await page.click(BUTTON);
    await page.waitForSelector(panel('released'));
    expect(await page.textContent(panel('released'))).not.toContain('That did not work');
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

describe('addresses', () => {
  it('are copied one by one and together, by keyboard', async () => {
    const { token } = await openCheck();
    await page.focus('.addresses__list li:last-child button');
    await page.keyboard.press('Enter');
    await expect.poll(clipboard).toBe(`test@${token}.wrong.${server.domain}`);

    await page.focus('.actions button');
    await page.keyboard.press('Space');
    await expect
      .poll(clipboard)
      .toBe(
        [
          `"Valid DANE" <test@${token}.do.${server.domain}>`,
          `"No DANE" <test@${token}.dont.${server.domain}>`,
          `"Broken DANE" <test@${token}.wrong.${server.domain}>`,
        ].join(', '),
      );
  });

  it('are copied without the clipboard API, which insecure contexts do not have', async () => {
    await context.addInitScript(`Object.defineProperty(window, 'isSecureContext', { value: false })`);
    const { token } = await openCheck();
    await page.click('.addresses__list li:first-child button');
    await page.waitForSelector('.copy--copied');
    expect(await clipboard()).toBe(`test@${token}.do.${server.domain}`);
  });

  it('fill a new message by one link', async () => {
    const { token } = await openCheck();
    const href = await page.getAttribute('.actions a', 'href');
    expect(href).toMatch(
      new RegExp(`^mailto:test@${token}\\.do\\..*,.*\\.dont\\..*,.*\\.wrong\\..*\\?subject=`),
    );
  });
});

describe('the keyboard', () => {
  it('reaches every control in the order of the page, with a visible focus, beginning with the skip link', async () => {
    const check = await openCheck();
    await append([deliveredOverTls(check, { scenario: 'do', at: Date.now() })]);
    await page.waitForSelector('.entry');
    const controls: number = await page.evaluate(
      `document.querySelectorAll('a[href], button, summary').length`,
    );
    for (let index = 0; index < controls; index++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(`(() => {
        const all = [...document.querySelectorAll('a[href], button, summary')];
        const style = getComputedStyle(document.activeElement);
        return { index: all.indexOf(document.activeElement), outline: style.outlineStyle };
      })()`);
      expect(focused).toEqual({ index, outline: 'solid' });
    }
  });
});

async function openCheck(): Promise<StoryCheck> {
  await page.goto(server.url);
  await page.waitForURL(/\/check\/[^/]+$/);
  await page.waitForSelector('[data-outcome="waiting"]');
  return { token: new URL(page.url()).pathname.split('/').at(-1) ?? '', domain: server.domain };
}

async function append(observations: readonly NewObservation[]): Promise<void> {
  for (const observation of observations) {
    expect(await server.store.observations.append(observation)).toBe('stored');
  }
}

function inspect(name: string): Promise<void> {
  return inspectPage(page, `${OUTPUT}/${name}`);
}

function clipboard(): Promise<string> {
  return page.evaluate('navigator.clipboard.readText()');
}
