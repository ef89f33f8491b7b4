/** What every file of tests in the browser begins with. */
import { mkdir } from 'node:fs/promises';

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';

import { launchBrowser, openPage } from './browser.js';
import type { PageServer } from './page-server.js';

export interface PageOfTest {
  readonly server: PageServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
}

/**
 * One server and one browser for the file, and a page of its own for each test, which fails if the page does what it must never do.
 *
 * @param output where screenshots go
 * @param opened is given the page before each test
 */
export function pagesOfTest(
  output: string,
  start: () => Promise<PageServer>,
  opened: (page: PageOfTest) => void,
): void {
  let server: PageServer;
  let browser: Browser;
  let current: Awaited<ReturnType<typeof openPage>>;

  beforeAll(async () => {
    await mkdir(output, { recursive: true });
    [server, browser] = await Promise.all([start(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  beforeEach(async () => {
    current = await openPage(browser, server.url);
    const { context, page } = current;
    opened({ server, browser, context, page });
  });

  afterEach(async () => {
    await current.context.close();
    expect(current.faults).toEqual([]);
  });
}
