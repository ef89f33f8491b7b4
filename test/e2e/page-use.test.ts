/** How the built page is used in Chromium: by keyboard, with the clipboard, in themes of high contrast, for longer than its check is kept. */
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import type { NewObservation } from '#checks';

import { type StoryCheck, deliveredOverTls, refused } from '../support/check-stories.js';
import { keyboardFaults } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { PAGE_STATES } from '../support/page-states.js';
import { pagesOfTest } from '../support/pages-of-test.js';
import { appendTo, clipboardOf, openCheckAt } from '../support/visited-page.js';

/** More than any check is kept. */
const YEAR = 366 * 86_400_000;

/** By how much the clock of the API is ahead. */
let ahead = 0;
let server: PageServer;
let context: BrowserContext;
let page: Page;

pagesOfTest(
  'test/output/page-use',
  () => startPageServer({}, { clock: () => Date.now() + ahead }),
  (opened) => {
    ({ server, context, page } = opened);
  },
);

const openCheck = (): Promise<StoryCheck> => openCheckAt(page, server);
const append = (observations: readonly NewObservation[]): Promise<void> => appendTo(server, observations);
const clipboard = (): Promise<string> => clipboardOf(page);

describe('a theme of high contrast', () => {
  /** What is chosen, what is not, and the property that shows it. */
  it.each([
    ['.directions [aria-current]', '.directions a:not([aria-current])', 'borderBottomColor'],
    ['.segments :checked + span', '.segments input:not(:checked) + span', 'backgroundColor'],
    ['.button--primary', '.button:not(.button--primary)', 'backgroundColor'],
  ])('shows what %s is', async (chosen, other, property) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await openCheck();
    const styleOf = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
    expect(await styleOf(chosen)).not.toBe(await styleOf(other));
  });

  it('shows the drawing and the bar of the verdict', async () => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    await append(PAGE_STATES.lookups.story(await openCheck(), Date.now()));
    await page.waitForSelector('.sequence--wide');
    const colours: string[] = await page.evaluate(`(() => {
      const styles = (selector) => [...document.querySelectorAll(selector)].map((one) => getComputedStyle(one));
      return [
        ...styles('.sequence--wide line').map(({ stroke }) => stroke),
        ...styles('.sequence--wide path, .sequence--wide text').map(({ fill }) => fill),
        ...styles('.mark, .badge-icon').map(({ color }) => color),
      ];
    })()`);
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(colours.length).toBeGreaterThan(10);
    expect(colours).not.toContain(background);
  });
});

describe('addresses', () => {
  it('are copied one by one and together, by keyboard', async () => {
    const { token } = await openCheck();
    await page.focus('.addresses li:last-child button');
    await page.keyboard.press('Enter');
    await expect.poll(clipboard).toBe(`test@${token}.wrong.${server.domain}`);

    const all = (['do', 'dont', 'wrong'] as const).map((id) => `mx1@${token}.${id}.${server.domain}`);
    await page.click('text=Several servers? Label them');
    await page.fill('#label', 'MX1');
    await page.focus('.actions button');
    await page.keyboard.press('Space');
    await expect.poll(clipboard).toBe(all.join(', '));
  });

  it.each([
    ['Outlook', (all: readonly string[]) => all.join('; ')],
    ['Terminal', (_all: readonly string[], url: string) => `curl -s '${url}/mail' | sendmail -t`],
  ])('are given for %s', async (way, expected) => {
    const { token } = await openCheck();
    const all = (['do', 'dont', 'wrong'] as const).map((id) => `test@${token}.${id}.${server.domain}`);
    await page.click(`.segments >> text=${way}`);
    await page.click('.actions button');
    await expect.poll(clipboard).toBe(expected(all, page.url()));
  });

  it('are copied without the clipboard API, which insecure contexts do not have', async () => {
    await context.addInitScript(`Object.defineProperty(window, 'isSecureContext', { value: false })`);
    const { token } = await openCheck();
    await page.click('.addresses li:first-child button');
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
    await page.waitForSelector('.matrix');
    expect(await keyboardFaults(page)).toEqual([]);
  });
});

describe('a page that is open for longer than its check is kept', () => {
  it('says that it is gone, and keeps what was seen', async () => {
    const check = await openCheck();
    await append([deliveredOverTls(check, { scenario: 'do', at: Date.now() })]);
    await page.waitForSelector('[data-scenario="do"][data-state="delivered"]');
    ahead = YEAR;
    await append([refused(check, { scenario: 'wrong', at: Date.now() })]);
    await page.waitForSelector('.connection--expired');
    expect(await page.locator('.entry').count()).toBe(1);
    ahead = 0;
  });
});
