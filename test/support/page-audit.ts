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

/** What takes the focus, in the order of the page; the radios of a group are one stop, and shown by what is beside them. */
const CONTROLS = `[...document.querySelectorAll('a[href], button, summary, select, input, textarea, pre[tabindex]')]
  .filter((control) => control.checkVisibility({ contentVisibilityAuto: true }))
  .filter(({ type, checked }) => type !== 'radio' || checked)`;

/** Controls that the Tab key does not reach in the order of the page, from its top, or where it shows no focus. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const controls: number = await page.evaluate(`(() => {
    if (!('focused' in globalThis)) {
      document.addEventListener('focusin', ({ target }) => {
        const shown = target.type === 'radio' ? target.nextElementSibling : target;
        const isVisible = getComputedStyle(shown).outlineStyle === 'solid';
        focused.push(target.outerHTML.slice(0, 200) + (isVisible ? '' : ' without a visible focus'));
      });
    }
    globalThis.focused = [];
    // From the top, whatever had the focus before, even if it is gone.
    document.body.tabIndex = -1;
    document.body.focus();
    focused.length = 0;
    return ${CONTROLS}.length;
  })()`);
  for (let index = 0; index < controls; index++) await page.keyboard.press('Tab');
  const [focused, expected]: [string[], string[]] = await page.evaluate(
    `[focused, ${CONTROLS}.map(({ outerHTML }) => outerHTML.slice(0, 200))]`,
  );
  return expected.flatMap((control, index) =>
    focused[index] === control ? [] : [`${control}: ${focused[index] ?? 'never reached'}`],
  );
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
