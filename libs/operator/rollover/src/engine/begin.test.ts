import { beforeEach, describe, expect, it } from 'vitest';

import { ProviderError } from '#providers';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import { strongKeyRecord, testChain } from '../../../../../test/support/rollover-certificates.js';
import {
  at,
  ELLIPTIC,
  HOST,
  keyAt,
  NEXT,
  OLD,
  SERVER_OPTIONS,
  simpleWorld,
  TWO_NAME_SERVERS,
  twoAddresses,
} from '../../../../../test/support/rollover-scenes.js';
import { type RolloverWorld, WORLD_BEGAN } from '../../../../../test/support/rollover-world.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';

const MINUTE = 60_000;

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

describe('what it refuses to begin with, changing nothing', () => {
  async function blocked(world: RolloverWorld): Promise<string> {
    const before = world.zone;
    const report = await rollover.run(world);
    expect(report.state).toBe('blocked');
    expect(report.reason).not.toContain('\n');
    expect({ zone: world.zone, installs: world.installs }).toEqual({ zone: before, installs: 0 });
    return report.reason ?? '';
  }

  async function refusal(world: RolloverWorld): Promise<string> {
    const reason = await blocked(world);
    expect(rollover.stored).toBeNull();
    return reason;
  }

  /** It is remembered, so that nobody has to ask for it again. */
  async function holdUp(world: RolloverWorld): Promise<string> {
    const reason = await blocked(world);
    expect(rollover.stored).toMatchObject({ options: SERVER_OPTIONS, certificates: null, finishedAt: null });
    return reason;
  }

  it('a server that presents something else than its file, and that nothing published matches', async () => {
    const world = simpleWorld({ addresses: twoAddresses(testChain('foreign', 'rsa', HOST)) });
    expect(await refusal(world)).toMatch(
      /^the certificate of 192\.0\.2\.1 port 25 matches neither what is published at _25\._tcp\.mail\.example\.test\. nor the current certificate: /,
    );
  });

  it('a second chain without a record, where publishing the first one would make senders demand DANE', async () => {
    const world = simpleWorld({ zone: [], addresses: twoAddresses(OLD, ELLIPTIC) });
    expect(await refusal(world)).toContain('192.0.2.1 port 25, asked for ECDSA matches neither');
  });

  it('an address that cannot be asked', async () => {
    const addresses = twoAddresses(OLD);
    addresses[0]!.isUnreachable = true;
    const world = simpleWorld({ addresses });
    expect(await holdUp(world)).toBe(
      '192.0.2.1 port 25: connection refused; nothing was changed, and the next run tries again',
    );
    addresses[0]!.isUnreachable = false;
    expect(await rollover.run(world, null)).toMatchObject({ state: 'waiting', step: 'propagate' });
  });

  it('a name server that does not answer', async () => {
    const nameServers = [
      ...TWO_NAME_SERVERS,
      { name: 'ns3.example.test [192.0.2.55]', shows: () => 0, isSilent: () => true },
    ];
    expect(await holdUp(simpleWorld({ nameServers }))).toBe(
      'ns3.example.test [192.0.2.55] does not answer; nothing was changed, and the next run tries again',
    );
  });

  it('name servers that disagree', async () => {
    const world = simpleWorld();
    world.pass(MINUTE);
    world.zone = [keyAt(OLD), keyAt(ELLIPTIC)];
    expect(await holdUp(world)).toMatch(
      /^ns1\.example\.test \[192\.0\.2\.53\] shows 3 1 1 \w+…, 3 1 1 \w+… at \S+, but ns2\.example\.test \[192\.0\.2\.54\] shows 3 1 1 \w+…: /,
    );
  });

  it('a provider that is not where the name servers have the zone from', async () => {
    const nameServers = [{ name: 'ns1.elsewhere.test [192.0.2.99]', shows: () => WORLD_BEGAN - 1 }];
    const world = simpleWorld({ nameServers });
    world.zone = [keyAt(OLD), keyAt(NEXT)];
    expect(await holdUp(world)).toContain('Cloudflare holds 3 1 1 ');
  });

  it('a record with a stronger digest, which would make senders ignore the next one', async () => {
    const world = simpleWorld({ zone: [at(strongKeyRecord(OLD))] });
    expect(await refusal(world)).toMatch(
      /^senders would not accept the next certificate .* has a stronger digest, which makes senders ignore it; delete 3 1 2 \w+… first; nothing was changed$/,
    );
  });

  it('a zone that the provider does not hold', async () => {
    const world = simpleWorld();
    world.providerFault = new ProviderError('unknown-zone', 'Cloudflare holds no zone of mail.example.test');
    expect(await refusal(world)).toBe('Cloudflare holds no zone of mail.example.test');
  });

  it('a provider that cannot be reached, until it can', async () => {
    const world = simpleWorld();
    world.providerFault = new ProviderError('unavailable', 'Cloudflare could not be reached');
    expect(await holdUp(world)).toBe('Cloudflare could not be reached');
    world.providerFault = null;
    expect(await rollover.run(world, null)).toMatchObject({ state: 'waiting', step: 'propagate' });
  });

  it('what is done already by the time that it could begin', async () => {
    const world = simpleWorld();
    world.options.addresses[0]!.isUnreachable = true;
    await holdUp(world);
    world.options.addresses.splice(0, 2, ...twoAddresses(NEXT));
    world.replaceFile(NEXT);
    world.zone = [keyAt(NEXT)];
    world.pass(10 * MINUTE);
    expect(await rollover.run(world, null)).toMatchObject({ state: 'nothing-to-do' });
    expect(rollover.stored).toMatchObject({ finishedAt: world.now });
  });
});
