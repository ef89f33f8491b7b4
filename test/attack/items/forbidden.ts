import { isIPv6 } from 'node:net';

import { type Attack, demand, inTurns } from '../attack.js';
import { startTargets } from '../mail-targets.js';
import { HAS_IPV6, NO_PROBE_RATES, probe } from '../probing.js';

/** One address of each kind: loopback, private, link-local, shared, reserved, and those that stand for an IPv4 address. */
const FORBIDDEN: readonly string[] = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.0.1', '169.254.169.254'],
  ...['172.16.0.1', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.0.1', '198.18.0.1', '198.51.100.1'],
  ...['203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '100::1'],
  ...['2001::1', '2001:db8::1', '2002:7f00:1::1', 'fc00::1', 'fe80::1', 'ff02::1'],
];
/** That a connection would be seen. */
const ALLOWED = HAS_IPV6 ? ['9.9.9.9', '2600:1:2:3::1'] : ['9.9.9.9'];

export const forbidden: Attack = {
  number: 9,
  title: 'forbidden addresses for the probe',
  inFastPart: true,
  async run({ world: start }) {
    const addresses = [...FORBIDDEN, ...ALLOWED];
    const targets = await startTargets((name, type) => {
      const address = addresses[Number(/^(?:mx\.)?d(\d+)\.example\.com$/.exec(name)?.[1])];
      if (address === undefined) return [];
      if (type === 'MX' && !name.startsWith('mx.')) {
        return [{ type: 'MX', name, data: { preference: 10, exchange: `mx.${name}` } }];
      }
      const fits = name.startsWith('mx.') && type === (isIPv6(address) ? 'AAAA' : 'A');
      return fits ? [{ type: isIPv6(address) ? 'AAAA' : 'A', name, data: address }] : [];
    });
    try {
      const world = await start({ apps: ['api'], environment: NO_PROBE_RATES });
      await inTurns(addresses.length, 8, async (index) => {
        await probe(`d${index}.example.com`);
      });
      world.demandAlive('api');
      const missed = ALLOWED.filter((address) => !targets.connections.has(address));
      demand(missed.length === 0, `${missed.join(', ')} is allowed and was not connected to`);
      const reached = [...targets.connections.keys()].filter((address) => !ALLOWED.includes(address));
      demand(reached.length === 0, `connections to ${reached.join(', ')}`);
      return { kinds: FORBIDDEN.length, connections: reached.length, families: HAS_IPV6 ? 2 : 1 };
    } finally {
      targets.close();
    }
  },
};
