/** What must hold for the page in every state: accessible, within its width, and alone with its own server. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { BrowserContext, Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** 44 px: comfortable for a thumb, and what WCAG 2.5.5 asks for. */
const TOUCH_PX = 44;

let axeSource: string | undefined;

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Violations of WCAG 2.2 AA and of axe's best practices, one line each. */
export function accessibilityFaults(page: Page): Promise<string[]> {
  return runAxe(page, RULES);
}

/** Those that a colour scheme decides. */
export function contrastFaults(page: Page): Promise<string[]> {
  return runAxe(page, { type: 'rule', values: ['color-contrast'] });
}

/** Those that the place of each element decides, and so the width of the window. */
export function layoutFaults(page: Page): Promise<string[]> {
  const values = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'aria-hidden-focus'];
  return runAxe(page, { type: 'rule', values });
}

async function runAxe(page: Page, runOnly: unknown): Promise<string[]> {
  axeSource ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Half a megabyte of script: once for each document.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axeSource);
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
  const results: AxeResults = await page.evaluate(`axe.run(${options})`);
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Visible buttons and disclosures that are too small for a thumb. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, .button, summary')]
    .map((target) => ({ box: target.getBoundingClientRect(), text: target.textContent }))
    .filter(({ box }) => box.width > 0 && (box.height < ${TOUCH_PX} || box.width < ${TOUCH_PX}))
    .map(({ box, text }) => text + ': ' + box.width + ' × ' + box.height)`);
}

/** Collects, for the whole life of a context, what a page must never do. */
export async function watchForFaults(context: BrowserContext, origin: string): Promise<string[]> {
  const faults: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) faults.push(`third-party request: ${url}`);
  });
  context.on('weberror', (error) => faults.push(`script error: ${error.error().message}`));
  await context.exposeFunction('reportViolation', (text: string) => faults.push(`policy violation: ${text}`));
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    reportViolation(event.effectiveDirective + ' ' + event.blockedURI))`);
  return faults;
}
