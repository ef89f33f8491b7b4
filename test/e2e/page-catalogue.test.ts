/** The page of a catalogue of 40 scenarios, in Chromium against the real API and store: as short as that of 3. */
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';

import { type KnownScenario, SCENARIOS, type Scenario, scenariosOfLevel } from '#scenarios';

import {
  MX1,
  MX2,
  type Sender,
  type StoryCheck,
  deliveredOverTls,
  refused,
} from '../support/check-stories.js';
import { inspectPage } from '../support/inspect-page.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { pagesOfTest } from '../support/pages-of-test.js';

vi.mock('../../libs/core/scenarios/src/table.js', async (original) => {
  const { TABLE } = await original<{ TABLE: { readonly scenarios: readonly Scenario[] } }>();
  const quick = TABLE.scenarios.filter(({ level }) => level === 'quick');
  const groups = ['records', 'certificates', 'dnssec', 'downgrade', 'topology'] as const;
  const others = Array.from({ length: 40 - quick.length }, (_, index) => {
    const isRight = index % 2 === 0;
    return {
      ...quick.find(({ expected }) => expected === (isRight ? 'delivered' : 'refused')),
      id: `s-${index}`,
      title: isRight ? `Unusual but right, kind ${index}` : `Wrong in another way, kind ${index}`,
      group: groups[index % groups.length],
      level: index % 4 === 0 ? 'standard' : 'full',
      requirement: index % 5 === 0 ? 'recommended' : 'required',
      release: null,
    };
  });
  return { TABLE: { ...TABLE, scenarios: [...quick, ...others] } };
});

const OUTPUT = 'test/output/page-catalogue';

let server: PageServer;
let page: Page;

pagesOfTest(
  OUTPUT,
  () => startPageServer(),
  (opened) => {
    ({ server, page } = opened);
  },
);

describe('the levels', () => {
  it('are offered with their counts, and decide what is mailed', async () => {
    const { token } = await openCheck();
    const standard = scenariosOfLevel('standard').length;
    expect(SCENARIOS).toHaveLength(40);
    await page.waitForSelector(`.segments >> text=Standard ${standard}`);
    expect(await page.locator('.addresses code').count()).toBe(3);
    await page.click('.segments >> text=Full');
    await page.waitForSelector('h2:has-text("all 40 addresses")');
    expect(await page.locator('.addresses code').first().isVisible()).toBe(false);
    await page.click('.segments >> text=Terminal');
    expect(await page.textContent('.command')).toContain(`/check/${token}/mail?level=full`);
    // The next check begins with the same choice.
    await page.goto(server.url);
    await page.waitForSelector('h2:has-text("all 40 addresses")');
    await inspectPage(page, `${OUTPUT}/start-full`);
  });

  it.each([
    [1280, 720, '.status'],
    [390, 844, '.actions .button--primary'],
  ])('leave everything to act on the first screen of %i × %i', async (width, height, last) => {
    await page.setViewportSize({ width, height });
    await openCheck();
    const box = await page.locator(last).first().boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  });
});

describe('a full result', () => {
  it('that is as expected has one line a group, and is short', async () => {
    await run([MX1], ({ expected }) => expected === 'refused');
    await page.waitForSelector('[data-outcome="enforces"]');
    await page.waitForSelector('[data-group="topology"] >> text=as expected');
    expect(await page.locator('.matrix tr[data-scenario]').count()).toBe(0);
    expect(await page.locator('[data-group]').count()).toBe(6);
    await expectShort();
    await inspectPage(page, `${OUTPUT}/full-enforces`);
  });

  it('of a sender without DANE begins with the worst groups, shows some rows of each, and is short', async () => {
    await run([MX1, MX2], () => false);
    await page.waitForSelector('[data-outcome="does-not-enforce"]');
    await page.waitForSelector('[data-group] >> text=wrong');
    const rows = page.locator('.matrix tr[data-scenario]');
    const shown = await rows.count();
    expect(shown).toBe(3);
    await expectShort();
    await inspectPage(page, `${OUTPUT}/full-fails`);
    const group = page.locator('[data-group="records"] button');
    await group.click();
    await expect.poll(() => rows.count()).toBeGreaterThan(shown);
    await group.click();
    await expect.poll(() => rows.count()).toBe(shown);
  });

  it('opens one scenario by its link, wherever it is folded', async () => {
    const { token } = await run([MX1], ({ expected }) => expected === 'refused');
    await page.goto(`${server.url}/check/${token}#s-36`);
    await page.waitForSelector('.matrix__detail');
    expect(await page.textContent('[data-scenario="s-36"] + .matrix__detail')).toContain(
      'TLSA records match',
    );
    await expect.poll(() => page.textContent('#sequence-title')).toContain('kind 36');
    await page.click('[data-scenario="s-36"] a');
    await page.waitForSelector('.matrix__detail', { state: 'detached' });
    expect(new URL(page.url()).hash).toBe('');
  });

  it.each([
    ['enforces', ({ expected }: KnownScenario) => expected === 'refused'],
    ['does-not-enforce', () => false],
  ])('that %s fits on two printed pages, with date and servers', async (outcome, refuses) => {
    await run([MX1, MX2], refuses);
    await page.waitForSelector(`[data-outcome="${outcome}"]`);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeLessThanOrEqual(2);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('thead [data-server]').first().isVisible()).toBe(true);
    expect(await page.textContent('.verdict__meta')).toMatch(/ \d{4} at \d\d:\d\d/);
  });
});

/** Every server mails every scenario, and refuses some. */
async function run(
  senders: readonly Sender[],
  refuses: (scenario: KnownScenario) => boolean,
): Promise<StoryCheck> {
  const check = await openCheck();
  const at = Date.now();
  for (const sender of senders) {
    for (const [index, scenario] of SCENARIOS.entries()) {
      const fact = { scenario: scenario.id, at: at + 10 * index, sender };
      const observation = refuses(scenario) ? refused(check, fact) : deliveredOverTls(check, fact);
      expect(await server.store.observations.append(observation)).toBe('stored');
    }
  }
  await page.waitForSelector('.verdict__meta:has-text("40 of 40 scenarios")');
  return check;
}

async function expectShort(): Promise<void> {
  for (const [width, limit] of [
    [1280, 1500],
    [390, 2800],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    const height: number = await page.evaluate('document.documentElement.scrollHeight');
    expect(height, `at ${width}`).toBeLessThanOrEqual(limit);
  }
}

async function openCheck(): Promise<StoryCheck> {
  await page.goto(server.url);
  await page.waitForURL(/\/check\/[^/]+$/);
  await page.waitForSelector('[data-outcome="waiting"]');
  return { token: new URL(page.url()).pathname.split('/').at(-1) ?? '', domain: server.domain };
}
