/** When policies may not have been served. That of Caddy's container: test/integration/caddy-policies.test.ts, test/e2e. */
import { expect, it } from 'vitest';

import { createLogger, SparingLog } from '#logging';

import { PolicyOutages } from './policy-outages.js';

const START = Date.parse('2026-01-05T10:00:00Z');

function outagesOf(config: ConstructorParameters<typeof PolicyOutages>[0], createdAt: number) {
  const logger = createLogger({ level: 'silent', pretty: false }, 'api');
  const outages = new PolicyOutages(config, () => START, new SparingLog(logger, Date.now));
  return outages.of({ createdAt });
}

it('is before this process began, of a check that is older, where it serves them itself', () => {
  const lab = { caddyDir: undefined, policyPort: 443 };
  expect(outagesOf(lab, START - 1)).toEqual([{ from: START - 1, until: START }]);
  expect(outagesOf(lab, START)).toEqual([]);
});

it('is never where none are served, and while nobody notes when Caddy was there', () => {
  for (const caddyDir of [undefined, '/nowhere'])
    expect(outagesOf({ caddyDir, policyPort: undefined }, START - 1)).toEqual([]);
});
