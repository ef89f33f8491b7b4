import process from 'node:process';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { accessibilityFaults, contrastFaults, layoutFaults, overflow, smallTargets } from './page-audit.js';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 900 };

const LOOKS = [
  { ...WIDE, colorScheme: 'dark' },
  { ...WIDE, colorScheme: 'light' },
  { ...NARROW, colorScheme: 'light' },
  { ...NARROW, colorScheme: 'dark' },
] as const;

/**
 * Looks at the page as it is now, in both widths and colour schemes and with everything unfolded. With the variable PICTURES
 * set it keeps pictures for a person: taking them lasts longer than everything else.
 *
 * @param pictures how the paths of their files begin
 */
export async function inspectPage(page: Page, pictures: string): Promise<void> {
  for (const { width, height, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await keepPicture(page, `${pictures}-${width}-${colorScheme}.png`);
    expect(await overflow(page)).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
  }
  await page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
  expect(await overflow(page)).toBe(0);
  await keepPicture(page, `${pictures}-${NARROW.width}-open.png`);
  expect(await contrastFaults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize(WIDE);
  expect(await layoutFaults(page)).toEqual([]);
}

/** Of the whole page, however long. */
export async function keepPicture(page: Page, path: string): Promise<void> {
  if (process.env['PICTURES'] !== undefined) await page.screenshot({ path, fullPage: true });
}
