import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiFixture, startApi } from '../support/api-fixture.js';

let api: ApiFixture;
let token: string;
beforeAll(async () => {
  api = await startApi();
  ({ token } = await api.createCheck());
});
afterAll(() => api.close());

describe('GET /check/TOKEN/badge.svg', () => {
  it.each([
    ['', 'DANE: waiting'],
    ['?mechanism=dane', 'DANE: waiting'],
    ['?mechanism=mta-sts', 'MTA-STS: waiting'],
  ])('%s shows the outcome of one mechanism', async (query, label) => {
    const response = await fetch(`${api.url}/check/${token}/badge.svg${query}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(await response.text()).toContain(`aria-label="${label} · `);
  });

  it.each(['mechanism=', 'mechanism=both', 'mechanism=dane&mechanism=mta-sts'])(
    'answers 400 to ?%s',
    async (query) => {
      const response = await fetch(`${api.url}/check/${token}/badge.svg?${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'not-one-of' });
    },
  );
});
