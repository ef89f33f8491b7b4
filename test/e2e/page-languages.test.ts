/** The page in each language: it fits, is accessible, and remembers what was chosen. */
import process from 'node:process';

import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';

import { LANGUAGE_TAGS } from '#words';

import { keepPicture } from '../support/inspect-page.js';
import { accessibilityFaults, overflow } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { PAGE_STATES } from '../support/page-states.js';
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

/** Of each state in an exhaustive run; in others, of one with everything that is long. */
const STATES = Object.entries(PAGE_STATES).filter(
  ([name]) => inject('exhaustive') || process.env['PICTURES'] !== undefined || name === 'long-names',
);

async function fits(name: string): Promise<void> {
  await page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
  for (const width of [320, 390, 640, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await overflow(page), `${name} at ${width}`).toBe(0);
    await keepPicture(page, `${OUTPUT}/${name}-${width}.png`);
  }
  expect(await accessibilityFaults(page), name).toEqual([]);
}

describe.each(LANGUAGE_TAGS)('the page in %s', (tag) => {
  it.each(STATES)('fits as it begins, and with %s', async (name, { outcome, story }) => {
    await page.goto(`${server.url}/?lang=${tag}`);
    await page.waitForSelector('[data-outcome="waiting"]');
    expect(await page.getAttribute('html', 'lang')).toBe(tag);
    await fits(`${tag}-start`);
    const token = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const observations = story({ token, domain: server.domain }, Date.now());
    for (const observation of observations) await server.store.observations.append(observation);
    await page.waitForSelector(`[data-outcome="${outcome}"]`);
    await expect
      .poll(() => page.locator('.entry').count())
      .toBeGreaterThanOrEqual(observations.filter(({ kind }) => kind !== 'dns-query').length);
    if (tag !== 'en') {
      expect(await page.textContent('main')).not.toMatch(/\b(?:your|server's|the host|hung up)\b/);
    }
    await fits(`${tag}-${name}`);
  });
});

describe.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('the page in %s', (tag) => {
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
