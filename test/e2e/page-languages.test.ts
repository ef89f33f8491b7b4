/** The page in each language: it fits, is accessible, and remembers what was chosen. */
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { LANGUAGE_TAGS } from '#words';

import { deliveredOverTls, lookedUp } from '../support/check-stories.js';
import { keepPicture } from '../support/inspect-page.js';
import { accessibilityFaults, overflow } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { pagesOfTest } from '../support/pages-of-test.js';

const OUTPUT = 'test/output/languages';

let server: PageServer;
let page: Page;
let context: BrowserContext;

pagesOfTest(
  OUTPUT,
  () => startPageServer(),
  (opened) => {
    ({ server, page, context } = opened);
  },
);

async function fits(name: string): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await overflow(page), `${name} at ${width}`).toBeLessThanOrEqual(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await keepPicture(page, `${OUTPUT}/${name}-${width}-${colorScheme}.png`);
    }
  }
  expect(await accessibilityFaults(page), name).toEqual([]);
}

describe.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('the page in %s', (tag) => {
  it('fits before and after a red result', async () => {
    await page.goto(`${server.url}/?lang=${tag}`);
    await page.waitForSelector('[data-outcome="waiting"]');
    expect(await page.getAttribute('html', 'lang')).toBe(tag);
    await fits(`${tag}-start`);
    const token = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const check = { token, domain: server.domain };
    const at = Date.now();
    const story = [
      deliveredOverTls(check, { scenario: 'do', at }),
      deliveredOverTls(check, { scenario: 'dont', at }),
      deliveredOverTls(check, { scenario: 'wrong', at }),
      lookedUp(check, { scenario: 'wrong', at: at - 100 }, 'A'),
    ];
    for (const observation of story) await server.store.observations.append(observation);
    await page.waitForSelector('[data-outcome="does-not-enforce"]');
    await page.waitForSelector('.fix-steps');
    expect(await page.textContent('#verdict-title')).toContain('DANE');
    expect(await page.textContent('main')).not.toMatch(/\b(?:your|server's|the host|hung up)\b/);
    await fits(`${tag}-red`);
  });

  it('is chosen by keyboard, and remembered', async () => {
    await page.goto(`${server.url}/`);
    await page.waitForSelector('[data-outcome="waiting"]');
    await page.focus(`.languages a[hreflang="${tag}"]`);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`html[lang="${tag}"] [data-outcome="waiting"]`);
    await page.goto(`${server.url}/probe`);
    await page.waitForSelector(`html[lang="${tag}"] #domain`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect((await context.cookies()).map(({ name, value }) => `${name}=${value}`)).toEqual([
      `language=${tag}`,
    ]);
  });
});
