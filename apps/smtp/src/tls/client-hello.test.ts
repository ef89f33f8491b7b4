import { describe, expect, it } from 'vitest';

import { expectLinearTime } from '../../../../test/support/bounded.js';
import { clientHello, oldClientHello } from '../../../../test/support/client-hello.js';
import { MAX_HELLO_BYTES, readClientHello, type HelloReading } from './client-hello.js';

const NAME = '0123456789ab.wrong.havedane.test';

const helloOf = (reading: HelloReading) => (reading.state === 'read' ? reading.hello : reading.state);

/** The same message in records of that size. */
function fragmented(hello: Buffer, size: number): Buffer {
  const payload = hello.subarray(5);
  const records: Buffer[] = [];
  for (let offset = 0; offset < payload.length; offset += size) {
    const part = payload.subarray(offset, offset + size);
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat(records);
}

/** The same sequence in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('readClientHello', () => {
  it.each([
    ['TLSv1', [0x0301]],
    ['TLSv1.1', [0x0302]],
    ['TLSv1.2', [0x0303]],
    ['TLSv1.3', [0x0304]],
  ] as const)('reads what a client of %s offers', async (version, versions) => {
    const options = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const hello = helloOf(readClientHello(await clientHello(NAME, options)));
    expect(hello).toMatchObject({ serverName: NAME, versions });
    expect(hello).toHaveProperty('cipherSuites.0');
  });

  it('reads the cipher suites, without signals', async () => {
    const hello = await clientHello(NAME, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
    expect(helloOf(readClientHello(hello))).toMatchObject({ cipherSuites: [0xc0_2f] });
  });

  it('waits for all of it, byte by byte, and puts it together from its records', async () => {
    const hello = await clientHello(NAME);
    for (let length = 0; length < hello.length; length += 1) {
      expect(readClientHello(hello.subarray(0, length)).state).toBe('incomplete');
    }
    expect(helloOf(readClientHello(Buffer.concat([hello, Buffer.from('more')])))).toMatchObject({
      serverName: NAME,
    });
    expect(helloOf(readClientHello(fragmented(hello, 50)))).toMatchObject({ serverName: NAME });
    expect(readClientHello(fragmented(hello, 1)).state).toBe('other');
  });

  it.each([
    ['TLS 1.0', 0x0301, [0x00_2f, 0x00_0a]],
    ['SSL 2.0 alone', 0x0002, []],
  ])('reads what old systems offer in the form of SSL 2: %s', (_, version, cipherSuites) => {
    const hello = oldClientHello(version, [0x01_00_80, ...cipherSuites, 0x00_00_ff]);
    for (let length = 0; length < hello.length; length += 1) {
      expect(readClientHello(hello.subarray(0, length)).state).toBe('incomplete');
    }
    expect(helloOf(readClientHello(hello))).toEqual({
      ...{ serverName: null, versions: [version], cipherSuites },
    });
  });

  it.each([
    ['a command', Buffer.from('MAIL FROM:<>\r\n')],
    ['an alert', Buffer.from([21, 3, 1, 0, 2, 2, 40])],
    ['another message in the form of SSL 2', Buffer.from([0x80, 0x2e, 4])],
    ['an empty one in the form of SSL 2', Buffer.from([0x80, 0, 1])],
    ['one of SSL 2 that says less than it has to', Buffer.from([0x80, 4, 1, 3, 1, 0])],
    ['an endless one in the form of SSL 2', Buffer.from([0xff, 0xff, 1])],
    ['another handshake message', Buffer.from([22, 3, 1, 0, 4, 2, 0, 0, 0])],
    ['an empty record', Buffer.from([22, 3, 1, 0, 0])],
    ['an endless record', Buffer.from([22, 3, 1, 0xff, 0xff])],
    ['an endless message', Buffer.from([22, 3, 1, 0, 200, 1, 0xff, 0xff, 0xff])],
    ['an empty message', Buffer.from([22, 3, 1, 0, 4, 1, 0, 0, 0])],
  ])('knows as soon as possible that it is %s', (_, bytes) => {
    expect(readClientHello(bytes)).toEqual({ state: 'other' });
  });

  it('never throws, and never waits beyond its bound, whatever is changed in a right one', async () => {
    const random = randomNumbers(7);
    const hello = await clientHello(NAME);
    const states = { incomplete: 0, other: 0, read: 0 };
    for (let round = 0; round < 20_000; round += 1) {
      const changed = Buffer.from(hello.subarray(0, 1 + random(hello.length)));
      for (let count = random(4); count >= 0; count -= 1) changed[random(changed.length)] = random(256);
      const padded = random(2) === 0 ? changed : Buffer.concat([changed, Buffer.alloc(2 * MAX_HELLO_BYTES)]);
      const reading = readClientHello(padded);
      states[reading.state] += 1;
      if (reading.state !== 'read') continue;
      expect(reading.hello.serverName ?? '').toMatch(/^[\x21-\x7e]{0,255}$/);
    }
    expect(Math.min(...Object.values(states))).toBeGreaterThan(0);
  });

  /** One whose extensions, suites or records fill it. */
  const filled = (size: number, extensions: boolean): Buffer => {
    const fixed = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32), Buffer.of(0)]);
    const room = Math.min(size, MAX_HELLO_BYTES - 64) & ~7;
    const length = Buffer.from([room >> 8, room & 0xff]);
    const list = Buffer.alloc(room, Buffer.from(extensions ? [0, 43, 0, 3, 2, 3, 4, 0] : [0x13, 1]));
    const body = extensions
      ? Buffer.concat([fixed, Buffer.from([0, 2, 0x13, 1, 1, 0]), length, list])
      : Buffer.concat([fixed, length, list, Buffer.from([1, 0])]);
    const header = Buffer.from([1, 0, body.length >> 8, body.length & 0xff]);
    return Buffer.concat([
      Buffer.from([22, 3, 1, (body.length + 4) >> 8, (body.length + 4) & 0xff]),
      header,
      body,
    ]);
  };

  it.each([
    ['cipher suites', (size: number) => filled(size, false)],
    ['extensions', (size: number) => filled(size, true)],
    ['records', (size: number) => fragmented(filled(size, false), (size >> 4) + 1)],
    [
      'cipher suites in the form of SSL 2',
      (size: number) =>
        oldClientHello(0x0301, new Array<number>(Math.floor(Math.min(size, 16_000) / 3)).fill(0x2f)),
    ],
  ])('takes no more time than it is long, of %s', async (_what, make) => {
    await expectLinearTime(make, readClientHello, 1_000);
  });
});
