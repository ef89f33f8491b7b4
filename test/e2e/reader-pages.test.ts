/** The pages that the API makes, in Chromium with and without scripts. */
import { mkdir } from 'node:fs/promises';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launchBrowser, newPage, openPage } from '../support/browser.js';
import { inspectPage } from '../support/inspect-page.js';
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
});
