/** The page of a check in which MTA-STS was tested, too: its headline names both mechanisms. */
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';

import { SCENARIOS } from '#scenarios';

import { ScenarioStates } from '../../apps/api/src/scenarios/scenario-states.js';
import { deliveredOverTls, refused } from '../support/check-stories.js';
import { inspectPage } from '../support/inspect-page.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { pagesOfTest } from '../support/pages-of-test.js';

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

it('is no failure where MTA-STS alone is enforced', async () => {
  await page.goto(server.url);
  await page.waitForSelector('[data-outcome="waiting"]');
  const check = { token: new URL(page.url()).pathname.split('/').at(-1) ?? '', domain: server.domain };
  const at = Date.now();
  for (const scenario of ['do', 'dont', 'wrong', 'sts-good', 'sts-none'] as const)
    await server.store.observations.append(deliveredOverTls(check, { scenario, at }));
  for (const scenario of ['sts-cert', 'sts-mx'] as const)
    await server.store.observations.append(refused(check, { scenario, at: at + 120 }));
  await page.waitForSelector('.verdict.tone-warn[data-outcome="does-not-enforce"][data-headline="mta-sts"]', {
    timeout: 20_000,
  });
  expect(await page.textContent('h1')).toBe('mx1.example.net enforces MTA-STS only; DANE is not used');
  expect(await page.title()).toBe('! enforces MTA-STS only – HaveDane');
  await inspectPage(page, `${OUTPUT}/mta-sts-only`);
});
