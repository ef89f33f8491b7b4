import process from 'node:process';

import type { Page } from 'playwright-core';
import { expect, inject } from 'vitest';

import {
  accessibilityFaults,
  contrastFaults,
  keyboardFaults,
  layoutFaults,
  overflow,
  smallTargets,
} from './page-audit.js';

const WIDE = { width: 1280, height: 900 };
/** What 200 % leaves of 1280 pixels, and 400 %: reflow is asked for down to 320 (WCAG 1.4.10). */
const ZOOMED = { width: 640, height: 450 };
export const NARROW = { width: 320, height: 900 };

const LOOKS = [
  { ...WIDE, colorScheme: 'dark' },
  { ...WIDE, colorScheme: 'light' },
  { ...NARROW, colorScheme: 'light' },
  { ...NARROW, colorScheme: 'dark' },
] as const;
const SOME_LOOKS = [LOOKS[0], LOOKS[2]];

/** Whether a state of a page is inspected in every way: each in an exhaustive run, a third of them in others. */
export function isInspectedWholly(name: string): boolean {
  const sum = Buffer.from(name).reduce((total, byte) => total + byte, 0);
  return inject('exhaustive') || process.env['PICTURES'] !== undefined || sum % 3 === 0;
}

/**
 * Looks at the page as it is now, in both widths and colour schemes and with everything unfolded; at most pages only whether they
 * fit, in each width and scheme once. With the variable PICTURES set it keeps pictures for a person: taking them lasts longer than everything else.
 *
 * @param pictures how the paths of their files begin
 */
export async function inspectPage(page: Page, pictures: string): Promise<void> {
  const isWhole = isInspectedWholly(pictures);
  for (const { width, height, colorScheme } of isWhole ? LOOKS : SOME_LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await keepPicture(page, `${pictures}-${width}-${colorScheme}.png`);
    expect(await overflow(page)).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
  }
  await page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
  expect(await overflow(page)).toBe(0);
  await keepPicture(page, `${pictures}-${NARROW.width}-open.png`);
  await page.setViewportSize(ZOOMED);
  expect(await overflow(page)).toBe(0);
  if (isWhole) await inspectUse(page, pictures);
  await page.setViewportSize(WIDE);
}

/** What takes the browser a second: what can be read, reached and understood, with everything unfolded. */
async function inspectUse(page: Page, pictures: string): Promise<void> {
  await page.setViewportSize(NARROW);
  await inspectContrast(page, pictures);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize(WIDE);
  expect(await layoutFaults(page)).toEqual([]);
  expect(await keyboardFaults(page)).toEqual([]);
}

/** In the dark, and in a dark theme of high contrast, whose colours replace those of the page. */
async function inspectContrast(page: Page, pictures: string): Promise<void> {
  expect(await contrastFaults(page)).toEqual([]);
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await contrastFaults(page)).toEqual([]);
  await keepPicture(page, `${pictures}-forced.png`);
  await page.emulateMedia({ forcedColors: null });
}

/** Of the whole page, however long. */
export async function keepPicture(page: Page, path: string): Promise<void> {
  if (process.env['PICTURES'] !== undefined) await page.screenshot({ path, fullPage: true });
}
