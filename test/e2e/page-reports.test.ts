/** What a mail system reported of a check, on its page beside what was seen (RFC 8460). */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';

import { LANGUAGE_TAGS } from '#words';

import { localParser } from '../../apps/api/src/operator/parsing/local-parser.js';
import { deliveredOverTls, refused } from '../support/check-stories.js';
import { isEnglish } from '../support/is-english.js';
import { overflow } from '../support/page-audit.js';
import { type PageServer, startPageServer } from '../support/page-server.js';
import { pagesOfTest } from '../support/pages-of-test.js';
import { tlsReport } from '../support/tls-report-mail.js';
import { appendTo, openCheckAt } from '../support/visited-page.js';

let server: PageServer;
let page: Page;

pagesOfTest(
  'test/output/page-reports',
  () => startPageServer({}, { parser: localParser }),
  (opened) => {
    ({ server, page } = opened);
  },
);

/** One policy of a report: of a day, as all sessions that the check had. */
const policyAt = (host: string, type: string, [successes, failures]: readonly [number, number]) => ({
  policy: { 'policy-type': type, 'policy-domain': host },
  summary: { 'total-successful-session-count': successes, 'total-failure-session-count': failures },
  'failure-details':
    failures === 0 ? [] : [{ 'result-type': 'tlsa-invalid', 'failed-session-count': failures }],
});

it('stands beside what we saw, with what differs, in each language; without one, it says when it comes', async () => {
  const check = await openCheckAt(page, server);
  const sender = { clientAddress: '203.0.113.1', clientName: 'mx1.example.net' };
  const at = Date.now();
  await appendTo(server, [
    deliveredOverTls(check, { scenario: 'do', at, sender }),
    refused(check, { scenario: 'wrong', at, sender }),
  ]);
  await page.getByText('Reports usually come the next day').waitFor({ state: 'attached' });

  const hostOf = (id: string): string => `${check.token}.${id}.${check.domain}`;
  const report = tlsReport({
    'date-range': {
      'start-datetime': new Date(at - 3_600_000).toISOString(),
      'end-datetime': new Date(at + 3_600_000).toISOString(),
    },
    policies: [policyAt(hostOf('wrong'), 'tlsa', [0, 1]), policyAt(hostOf('do'), 'no-policy-found', [1, 0])],
  });
  const posted = await fetch(`${server.url}/api/tlsrpt`, { method: 'POST', body: JSON.stringify(report) });
  expect(posted.ok).toBe(true);

  for (const tag of LANGUAGE_TAGS) {
    await page.goto(`${server.url}/check/${check.token}?lang=${tag}`);
    const shown = page.locator('[data-report="Google Inc."]');
    await shown.waitFor();
    const findings = await shown
      .locator('li')
      .evaluateAll((rows) => rows.map(({ dataset }) => dataset['finding']));
    expect(findings).toEqual(['agrees', 'policy-not-found']);
    const text = (await shown.textContent()) ?? '';
    expect(text).toContain('tlsa-invalid: 1');
    if (tag === 'en') expect(text).toContain('It reports what we saw.');
    else expect(isEnglish(text, tag), tag).toBe(false);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await overflow(page), `${tag} at ${width}`).toBe(0);
    }
  }
});
