/** The whole promise at once: a visitor's page in a real browser, a real Postfix, and proof within a moment. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';

import { readCheck } from '../lab/api-client.js';
import type { Lab } from '../lab/lab.js';
import { launchBrowser, newPage } from '../support/browser.js';
import { Lag } from '../support/lag.js';
import { seenAt } from '../support/seen-at.js';
import { sharedLab } from '../support/shared-lab.js';
import { quickOf } from '../support/quick-scenarios.js';

const WIDE = { width: 1280, height: 900 };

/** Run in the page: the time at which the document first showed the verdict. */
const NOTE_TIME = `
  new MutationObserver(() => {
    if (document.querySelector('[data-outcome="enforces"]')) globalThis.enforcesShownAt ??= Date.now();
  }).observe(document, { attributes: true, childList: true, subtree: true });
`;

let lab: Lab;
let browser: Browser;

beforeAll(async () => {
  lab = await sharedLab(['dane']);
  browser = await launchBrowser();
});

afterAll(() => browser.close());

describe('the page of a check', () => {
  it('says that Postfix with DANE enforces, less than two seconds after the refusal', async ({
    annotate,
  }) => {
    const lag = new Lag();
    const page = await newPage(browser, { viewport: WIDE });
    await page.addInitScript(NOTE_TIME);
    const check = await visit(page);

    const sender = await lab.sender('dane');
    const recipients = quickOf(check).map(({ address }) => address);
    await sender.send({ from: 'visitor@sender.test', recipients, subject: 'Is my server safe?' });

    await page.waitForSelector('[data-outcome="enforces"]');
    for (const scenario of ['do', 'dont']) await page.waitForSelector(card(scenario, 'delivered'));
    await page.waitForSelector(card('wrong', 'refused'));
    const [refusal] = seenAt(await readCheck(lab.product.url, check.token), 'wrong');
    expect(refusal).toMatchObject({ kind: 'refused', attribution: 'exact' });
    const delay = Number(await page.evaluate('enforcesShownAt')) - Date.parse(refusal?.at ?? '');
    await annotate(`shown ${delay} ms after the refusal`);
    expect(delay).toBeLessThan(lag.allowedFor(2000));
    expect(await page.textContent('[data-outcome="enforces"] h1')).toMatch(/ enforces DANE$/);
    await expect.poll(() => storyOfWrong(page, check)).toEqual(['TLSA', 'refused']);
  });
});

/** Opens the page as a visitor does; it makes the check itself. */
async function visit(page: Page): Promise<CheckBody> {
  await page.goto(lab.product.url);
  await page.waitForURL(/\/check\/[^/]+$/);
  await page.waitForSelector('[data-outcome="waiting"]');
  return readCheck(lab.product.url, new URL(page.url()).pathname.split('/').at(-1) ?? '');
}

/** Of the page's log, oldest first: the TLSA lookup of the host with broken DANE, and what happened there. */
async function storyOfWrong(page: Page, { token }: CheckBody): Promise<string[]> {
  const asked = `_25._tcp.${token}.wrong.`;
  const entries = await page.locator('.timeline > li').allTextContents();
  return entries.reverse().flatMap((text) => {
    if (text.includes(asked)) return ['TLSA'];
    return text.includes('Refused after our certificate') ? ['refused'] : [];
  });
}

function card(scenario: string, state: string): string {
  return `[data-scenario="${scenario}"][data-state="${state}"]`;
}
