/** The page of a check in which MTA-STS was tested, too: its headline names both mechanisms where both are known. */
import type { Page } from 'playwright-core';
import { expect, inject, it, vi } from 'vitest';

import { SCENARIOS } from '#scenarios';
import { LANGUAGE_TAGS } from '#words';

import { ScenarioStates } from '../../apps/api/src/scenarios/scenario-states.js';
import { inspectPage, keepPicture } from '../support/inspect-page.js';
import { isEnglish } from '../support/is-english.js';
import { overflow } from '../support/page-audit.js';
import { HEADLINE_STATES, type HeadlineState } from '../support/page-headlines.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { pagesOfTest } from '../support/pages-of-test.js';
import { appendTo, openCheckAt } from '../support/visited-page.js';

// Whether DNS has what was planned is not what is tested here.
vi.spyOn(ScenarioStates.prototype, 'available', 'get').mockReturnValue(SCENARIOS);

const OUTPUT = 'test/output/page-mta-sts';

let server: PageServer;
let page: Page;

pagesOfTest(
  OUTPUT,
  () => startPageServer({ MTA_STS: 'lab' }),
  (opened) => {
    ({ server, page } = opened);
  },
);

/** Refusals under a policy name no check: each check is of a server of its own. */
let servers = 0;

it.each(Object.entries<HeadlineState>(HEADLINE_STATES))(
  'headline state %s: the page says so once, in its tone and in other languages',
  async (name, { kind, tone, title, tab, says, stories }) => {
    const check = await openCheckAt(page, server);
    const clientAddress = `203.0.113.${++servers}`;
    const sender = { clientAddress, clientName: 'mx1.example.net' };
    const now = Date.now();
    await appendTo(
      server,
      stories.flatMap((story) => story(check, now, sender)),
    );
    await page.waitForSelector(`.verdict.tone-${tone}[data-headline="${kind}"]:has-text("${title}")`);
    await page.waitForSelector(`.verdict:has-text("${says.replace('CLIENT', clientAddress)}")`);
    expect(await page.textContent('h1')).toBe(title);
    await expect.poll(() => page.title()).toBe(tab);
    const said = (await page.locator('.verdict p').allTextContents()).join(' ');
    // What the headline says is not said again, and nothing says that all is well beside a failure.
    if (kind !== 'dane-alone') expect(said).not.toMatch(/MTA-STS (?:is|was not) enforced/);
    if (tone !== 'good' || kind !== 'both')
      expect(await page.textContent('main')).not.toContain('Nothing to fix');
    const lacks = kind === 'dane' || kind === 'neither';
    const offered = await page.getByText('How to turn on MTA-STS as well').count();
    expect(offered, 'how to turn it on').toBe(lacks ? 1 : 0);
    // The others have the looks of other pages.
    if (kind === 'mta-sts') await inspectPage(page, `${OUTPUT}/${name}`);

    // The others in an exhaustive run.
    const next = LANGUAGE_TAGS[servers % LANGUAGE_TAGS.length]!;
    for (const tag of inject('exhaustive') ? LANGUAGE_TAGS : [next]) {
      const opened = kind === 'mta-sts' ? '#sts-good' : '';
      await page.goto(`${server.url}/check/${check.token}?lang=${tag}${opened}`);
      await page.waitForSelector(`html[lang="${tag}"] .verdict[data-headline="${kind}"]`);
      if (opened !== '')
        await expect.poll(() => page.textContent('.sequence--wide')).toMatch(/MTA-STS.*: 200/);
      if (tag !== 'en') expect(isEnglish((await page.textContent('.verdict')) ?? '', tag), tag).toBe(false);
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        expect(await overflow(page), `${tag} at ${width}`).toBe(0);
        await keepPicture(page, `${OUTPUT}/${name}-${tag}-${width}.png`);
      }
    }
  },
);
