import { describe, expect, it } from 'vitest';

import { UnreadBytes } from './unread-bytes.js';

const MEBIBYTE = 1024 * 1024;

/** 64 MiB in all, 16 for a client. */
function setUp() {
  const warnings: string[] = [];
  const cut: string[] = [];
  const unread = new UnreadBytes({ warn: (message) => void warnings.push(message) }, 256 * MEBIBYTE);
  const hold = (client: string, mebibytes = 16) =>
    unread.hold(client, mebibytes * MEBIBYTE, () => void cut.push(client));
  return { hold, cut, warnings };
}

const CROWD = ['192.0.2.1', '198.51.100.1', '203.0.113.1', '10.0.0.1'];

describe('UnreadBytes', () => {
  it('makes room for newcomers at the expense of who has not read for longest', () => {
    const { hold, cut, warnings } = setUp();
    for (const client of CROWD) expect(hold(client)).not.toBeNull();
    expect(hold('10.0.1.1')).not.toBeNull();
    expect(hold('10.0.2.1', 1)).not.toBeNull();
    expect(cut).toEqual(CROWD.slice(0, 2));
    expect(warnings).toHaveLength(2);
  });

  it('ends nobody who reads', () => {
    const { hold, cut } = setUp();
    for (let round = 0; round < 1_000; round += 1) hold(`10.0.${round % 200}.1`)?.();
    const [first, ...others] = CROWD.map((client) => hold(client));
    first?.();
    expect(hold('10.0.1.1')).not.toBeNull();
    expect(cut).toEqual([]);
    for (const release of others) release?.();
  });

  it('refuses a client that has left its share unread, and pushes nobody out for it', () => {
    const { hold, cut, warnings } = setUp();
    for (const client of CROWD) hold(client);
    expect(hold(CROWD[3] ?? '', 1)).toBeNull();
    expect(cut).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it('takes nothing that is larger than a share', () => {
    const { hold, cut } = setUp();
    expect(hold('192.0.2.1', 1)).not.toBeNull();
    expect(hold('198.51.100.1', 17)).toBeNull();
    expect(cut).toEqual([]);
  });

  it('has a quarter of a small heap', () => {
    const unread = new UnreadBytes({ warn: () => undefined }, 16 * MEBIBYTE);
    expect(unread.hold('192.0.2.1', MEBIBYTE, () => undefined)).not.toBeNull();
    expect(unread.hold('192.0.2.1', 1, () => undefined)).toBeNull();
  });
});
