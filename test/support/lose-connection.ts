import type { Page } from 'playwright-core';

/** Until the page says that its connection is lost. Answers what brings it back, until the page says no more that it is lost. */
export async function loseConnection(page: Page): Promise<() => Promise<void>> {
  await page.context().setOffline(true);
  // Chromium keeps sockets that are open already.
  await page.evaluate(`dispatchEvent(new Event('offline'))`);
  await page.waitForSelector('.connection--lost');
  return async () => {
    await page.context().setOffline(false);
    await page.waitForSelector('.connection--lost', { state: 'detached' });
  };
}
