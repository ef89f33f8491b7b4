/** What tests of the page do again and again. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { NewObservation } from '#checks';

import type { StoryCheck } from './check-stories.js';
import type { PageServer } from './page-server.js';

/** Makes a check as a visitor does, and waits until the page shows it. */
export async function openCheckAt(page: Page, server: PageServer): Promise<StoryCheck> {
  await page.goto(server.url);
  await page.waitForURL(/\/check\/[^/]+$/);
  await page.waitForSelector('[data-outcome="waiting"]');
  return { token: new URL(page.url()).pathname.split('/').at(-1) ?? '', domain: server.domain };
}

/** As a receiver does. */
export async function appendTo(server: PageServer, observations: readonly NewObservation[]): Promise<void> {
  for (const observation of observations) {
    expect(await server.store.observations.append(observation)).toBe('stored');
  }
}

export function clipboardOf(page: Page): Promise<string> {
  return page.evaluate('navigator.clipboard.readText()');
}
