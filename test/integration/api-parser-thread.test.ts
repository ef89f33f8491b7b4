/** The thread that parses what strangers send: whatever happens there, the API answers and goes on. */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

import { ParserThread } from '../../apps/api/src/operator/parsing/parser-thread.js';
import { type ApiFixture, startApi } from '../support/api-fixture.js';

let api: ApiFixture | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function start(
  taskMs: number,
  file = pathToFileURL('build/test/support/hostile-parser-worker.js'),
): Promise<(body: string) => Promise<Response>> {
  api = await startApi({}, { parser: new ParserThread({ file, execArgv: [], silenceMs: 3_000 }, taskMs) });
  return (body) => fetch(`${api!.url}/api/tlsrpt`, { method: 'POST', body });
}

describe('a report that', () => {
  it.each([
    ['ends the thread', 'crash', 60_000],
    ['keeps it busy without end', 'loop', 60_000],
    ['takes more memory than it may', 'hoard', 60_000],
    ['is never read to its end', 'never', 500],
  ])('%s is answered with 503, and the next one is read', async (_what, report, ms) => {
    const post = await start(ms);
    const [refused, next] = await Promise.all([post(report), post('a report')]);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('300');
    expect(await refused.json()).toMatchObject({ type: 'urn:havedane:problem:report-not-read' });
    expect(await next.json()).toEqual({ outcome: 'malformed', reason: 'it was read' });
  });
});

describe('a report that ends the thread', () => {
  const reason = 'it is set aside: parsing it never came to an end, 2 times';

  it('is set aside when it did so twice, and not parsed again', async () => {
    const post = await start(60_000);
    expect((await post('crash')).status).toBe(503);
    for (let round = 0; round < 2; round += 1) {
      expect(await (await post('crash')).json()).toEqual({ outcome: 'malformed', reason });
    }
    expect(await (await post('a report')).json()).toMatchObject({ reason: 'it was read' });
    expect(await api!.receiver.tlsReports.list()).toMatchObject([
      { problem: 'it was read' },
      { problem: reason },
      { problem: reason, raw: Buffer.from('crash') },
    ]);
  });

  it('counts as well when the process never came back from it', async () => {
    const post = await start(60_000);
    const digest = createHash('sha256').update('crash').digest('hex');
    await api!.receiver.tlsReports.beginParsing(digest, Date.now() - 30_000);
    expect(await (await post('crash')).json()).toEqual({ outcome: 'malformed', reason });
  });
});

describe('a report for which no thread can be started', () => {
  it('is answered with 503 however often it comes, and never set aside', async () => {
    const post = await start(60_000, pathToFileURL('build/test/support/no-such-worker.js'));
    for (let round = 0; round < 3; round += 1) expect((await post('a report')).status).toBe(503);
    expect(await api!.receiver.tlsReports.list()).toEqual([]);
  });
});
