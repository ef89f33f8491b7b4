import { gzipSync } from 'node:zlib';

import { tlsReport } from '../../support/tls-report-mail.js';
import { ask } from '../http-client.js';
import { type Attack, demand, inTurns } from '../attack.js';

const MEBIBYTE = 2 ** 20;

/** A report of so few bytes that gzip makes them: arrays within arrays. */
export function nestedReport(levels: number): Buffer {
  return gzipSync(Buffer.concat([Buffer.alloc(levels, '['), Buffer.alloc(levels, ']')]), { level: 9 });
}

/** As many levels as are 8.8 KB. */
export const LEVELS = 4_500_000;

function bombs(): readonly Buffer[] {
  const zeros = gzipSync(Buffer.alloc(200 * MEBIBYTE), { level: 9 });
  const objects = Buffer.from('{"a":'.repeat(1_000_000));
  return [
    zeros,
    gzipSync(zeros),
    gzipSync(Buffer.alloc(8 * MEBIBYTE, '1,')),
    nestedReport(10_000),
    nestedReport(LEVELS),
    gzipSync(objects),
    gzipSync(Buffer.from(`{"policies":[${'{},'.repeat(1_500_000)}{}]}`)),
    gzipSync(
      Buffer.from(JSON.stringify(Object.fromEntries(Array.from({ length: 500_000 }, (_, n) => [n, n])))),
    ),
    zeros.subarray(0, 1000),
  ];
}

const WRONG_TYPES: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, '', 'text', [], {}, [[]], [null], { policies: null }, { policies: {} }],
  { policies: [null, 1, 'x', []] },
  tlsReport({ policies: 'none' }),
  tlsReport({ 'date-range': [] }),
  tlsReport({ 'organization-name': { toString: 1 }, 'report-id': 7 }),
  JSON.parse('{"__proto__":{"policies":[]},"constructor":{"prototype":1}}'),
];

export const tlsReports: Attack = {
  number: 10,
  title: 'bombs, wrong types and floods of TLS reports',
  inFastPart: true,
  async run({ fast, world: start }) {
    const world = await start({ apps: ['api'], environment: { REQUESTS_PER_MINUTE: '1000000' } });
    let taken = 0;
    const post = async (body: Buffer, from = '198.18.0.1'): Promise<void> => {
      const headers = { 'Content-Type': 'application/tlsrpt+gzip' };
      const { status } = await ask({ method: 'POST', path: '/api/tlsrpt', headers, body, from });
      demand([200, 400, 413, 415, 422, 429, 503].includes(status), `a report was answered ${status}`);
      if (status === 200) taken += 1;
      world.demandAlive('api');
    };
    const all = bombs();
    for (const bomb of all) await post(bomb).catch((error: unknown) => alive(world, error));
    for (const value of WRONG_TYPES) await post(gzipSync(JSON.stringify(value)));
    const reports = fast ? 100 : 10_000;
    taken = 0;
    // Of networks that have nothing in common, as one gets only so many places.
    await inTurns(reports, 10, (index) =>
      post(
        gzipSync(JSON.stringify(tlsReport({ 'report-id': `report ${index}` }))),
        `${20 + (index % 100)}.${index % 250}.0.1`,
      ),
    );
    demand(taken > 0, 'no report was taken');
    await world.demandHealthy();
    return {
      bombs: all.length,
      'wrong types': WRONG_TYPES.length,
      reports,
      'of them taken': taken,
      'MiB at most': world.demandAlive('api'),
    };
  },
};

/** A connection that was closed may be an answer; the end of the API says more than that it was. */
function alive(world: { demandAlive(app: 'api'): number }, error: unknown): void {
  world.demandAlive('api');
  if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return;
  throw error;
}
