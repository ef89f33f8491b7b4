/** The pages that the API makes, in Chromium with and without scripts. */
import { mkdir } from 'node:fs/promises';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LANGUAGE_TAGS } from '#words';

import { launchBrowser, newPage, openPage } from '../support/browser.js';
import { inspectPage, keepPicture } from '../support/inspect-page.js';
import { englishIn } from '../support/is-english.js';
import { accessibilityFaults, overflow } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';

const OUTPUT = 'test/output/reader-pages';

let server: PageServer;
let browser: Browser;

beforeAll(async () => {
  await mkdir(OUTPUT, { recursive: true });
  [server, browser] = await Promise.all([startPageServer(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('the pages to read', () => {
  it.each([
    ['/scenarios', 'Scenarios'],
    ['/help', 'Help'],
    ['/help/postfix', 'Postfix'],
    ['/about', 'About this instance'],
  ])('%s needs no script, is accessible and fits', async (path, heading) => {
    const plain = await newPage(browser, { javaScriptEnabled: false });
    await plain.goto(server.url + path);
    expect(await plain.textContent('h1')).toBe(heading);
    await plain.close();
    const { context, page, faults } = await openPage(browser, server.url);
    await page.goto(server.url + path);
    await inspectPage(page, `${OUTPUT}/page${path.replaceAll('/', '-')}`);
    await context.close();
    expect(faults).toEqual([]);
  });

  it('are linked from every page, which marks the one that is open', async () => {
    const page = await newPage(browser);
    for (const [path, name] of [
      ['/probe', 'Test receiving'],
      ['/scenarios', 'Scenarios'],
      ['/help/exim', 'Help'],
    ] as const) {
      await page.goto(server.url + path);
      expect(await page.locator('.directions [aria-current]').allTextContents()).toEqual([name]);
      expect(await page.locator('.directions a').count()).toBe(4);
    }
    await page.close();
  });

  it.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))(
    'are in %s without a script, once that was chosen, and fit',
    async (tag) => {
      const page = await newPage(browser, {
        javaScriptEnabled: false,
        viewport: { width: 320, height: 700 },
      });
      await page.goto(`${server.url}/about`);
      await page.click(`.languages a[hreflang="${tag}"]`);
      for (const path of ['/about', '/scenarios', '/help', '/help/exchange-online']) {
        await page.goto(server.url + path);
        expect(await page.getAttribute('html', 'lang')).toBe(tag);
        expect(englishIn(await page.innerHTML('body'), tag), path).toEqual([]);
      }
      await page.close();
      const scripted = await newPage(browser, { viewport: { width: 320, height: 700 } });
      for (const path of ['/scenarios', '/help', '/help/exchange-online']) {
        await scripted.goto(`${server.url}${path}?lang=${tag}`);
        expect(await overflow(scripted), path).toBeLessThanOrEqual(0);
        await keepPicture(scripted, `${OUTPUT}/${tag}${path.replaceAll('/', '-')}.png`);
      }
      expect(await accessibilityFaults(scripted)).toEqual([]);
      await scripted.close();
    },
  );
});
