/** Chromium as Debian packages it, driven by playwright-core. */
import { existsSync } from 'node:fs';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

import { PATIENCE_MS } from '../lab/poll.js';
import { watchForFaults } from './page-audit.js';

/** The first has the same engine as the others without the windows around it: a page costs half the processor time. */
const EXECUTABLES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** A browser that reaches nothing but this machine. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = EXECUTABLES.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error('Chromium is not installed; on Debian: apt-get install chromium-headless-shell');
  return chromium.launch({
    executablePath,
    timeout: PATIENCE_MS,
    // Chromium's sandbox refuses to run as root, which the lab needs to be.
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

export interface OpenPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything so far that a page must never do. */
  readonly faults: readonly string[];
}

/** A page in a context of its own, as `browser.newPage` makes it, for a machine that may be busy. */
export async function newPage(browser: Browser, options?: Parameters<Browser['newPage']>[0]): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** A page in a context of its own, which may use the clipboard at the origin. The caller closes the context. */
export async function openPage(browser: Browser, origin: string): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const faults = await watchForFaults(context, origin);
  return { context, page: await context.newPage(), faults };
}
