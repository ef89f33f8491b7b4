/** `havedane watch` where both name servers of a zone can be asked, each at port 53 as everywhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { watchReportBody } from '#contracts';

import { runCommandLine } from '../support/run-command-line.js';
import { startWatchedWorld, type WatchedWorld } from '../support/watched-world.js';

let world: WatchedWorld;

beforeAll(async () => {
  world = await startWatchedWorld({ nameServers: true });
});
afterAll(() => world.stop());

async function alerts(target: string) {
  const { address, port } = world.dns.resolver;
  const { code, stdout } = await runCommandLine(['watch', '--confirm', '0s', '--dry-run', '--json', target], {
    DNS_RESOLVER: `${address}:${port}`,
    NO_COLOR: '1',
  });
  const [seen] = watchReportBody.parse(JSON.parse(stdout)).targets;
  return { code, codes: seen?.alerts.map((alert) => alert.code) };
}

describe('havedane watch', () => {
  it('is content with name servers that show the same', async () => {
    expect(await alerts(world.right)).toEqual({ code: 0, codes: [] });
  });

  it('sees that name servers do not show the same, before any cache does', async () => {
    const codes = ['name-servers-disagree', 'name-server-mismatch'];
    expect(await alerts(world.parted)).toEqual({ code: 1, codes });
  });
});
