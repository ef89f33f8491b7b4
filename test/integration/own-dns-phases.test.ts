/** Records that change by the clock, as the product's own name server serves them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { dnsQuery } from '../support/dns-query.js';
import { NameServer } from '../support/name-server.js';
import { PATIENT } from '../support/patience.js';

const DOMAIN = 'dane.example';
/** Each asks by a process. */
const POLL = { ...PATIENT, interval: 200 };

describe('records that change by the clock', () => {
  const textsAt = async (server: NameServer, id: string) =>
    (await dnsQuery(server, `_mta-sts.${id}.${DOMAIN}`, 'TXT')).data;
  const served = (server: NameServer, id: string, text: string) =>
    vi.waitFor(async () => expect(await textsAt(server, id)).toEqual([`"${text}"`]), POLL);

  it('are those of the phase, signed, and the others when it is over', async () => {
    const server = await NameServer.create(DOMAIN, { DNS_PROVIDER: 'knot', MTA_STS: 'lab' });
    onTestFinished(() => server.remove());
    const zone = join(server.generatedDir, 'zone');
    const text = await readFile(zone, 'utf8');
    expect(text).toContain('; phases of 21600 s\n');
    // Long enough for both to be asked for.
    await writeFile(zone, text.replace('; phases of 21600 s', '; phases of 4 s'));
    await server.serve();
    for (const phase of ['first', 'second']) {
      await served(
        server,
        'sts-gone',
        phase === 'first' ? 'v=STSv1; id=a;' : 'No MTA-STS policy is announced here.',
      );
      await served(server, 'sts-id', phase === 'first' ? 'v=STSv1; id=a;' : 'v=STSv1; id=b;');
    }
    const { data } = await dnsQuery(server, `_mta-sts.sts-gone.${DOMAIN}`, 'RRSIG');
    expect(data.length).toBeGreaterThan(0);
  });
});
