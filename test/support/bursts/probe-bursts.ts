/** What all probes of an instance together do to one target, whatever was asked for. */
import { setMaxListeners } from 'node:events';

import { AT_ONCE, ConnectionTurns } from '#probe';

import {
  ADDRESSES_PER_NETWORK,
  CONNECTIONS_PER_PROBE,
  sharedConnections,
} from '../../../apps/api/src/probes/engine/local-engine.js';
import { type Burst, BURST, type BurstResult, simultaneously } from './burst.js';

const PROBES = 7;
const PER_ADDRESS = PROBES * CONNECTIONS_PER_PROBE;
const NETWORK = '192.0.2.0/24';

/** How many of a burst, and of another one behind it, are counted. */
async function counted(address: (index: number) => string): Promise<BurstResult> {
  const { count } = sharedConnections(PROBES)(() => Promise.resolve(null));
  const round = async (): Promise<number> => {
    const refusals = await simultaneously((index) => count(address(index), NETWORK));
    return refusals.filter((refusal) => refusal === null).length;
  };
  const taken = await round();
  return { taken, held: taken + (await round()) };
}

/** How many get a turn, each ended when all that can have one do, and the most that had one at a time. */
async function turns(address: (index: number) => string): Promise<BurstResult> {
  const all = new ConnectionTurns();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  let [running, held] = [0, 0];
  const taken = await simultaneously(async (index) => {
    const end = await all.take(address(index), signal);
    running += 1;
    held = Math.max(held, running);
    await Promise.resolve();
    running -= 1;
    end?.();
    return end !== null;
  });
  return { taken: taken.filter(Boolean).length, held };
}

const ENGINE = 'apps/api/src/probes/engine/local-engine.ts';
const TURNS = 'libs/protocol/probe/src/limited-dialer.ts';

export const PROBE_BURSTS: readonly Burst[] = [
  {
    limit: 'connections to one address in a minute (PROBES_PER_TARGET)',
    where: ENGINE,
    taken: PER_ADDRESS,
    held: PER_ADDRESS,
    fire: () => counted(() => '192.0.2.1'),
  },
  {
    limit: 'connections to one network in a minute',
    where: ENGINE,
    taken: PER_ADDRESS * ADDRESSES_PER_NETWORK,
    held: PER_ADDRESS * ADDRESSES_PER_NETWORK,
    fire: () => counted((index) => `192.0.2.${index % 250}`),
  },
  {
    limit: 'connections to one address at a time',
    where: TURNS,
    taken: BURST,
    held: AT_ONCE.perAddress,
    fire: () => turns(() => '192.0.2.1'),
  },
  {
    limit: 'connections to one network at a time',
    where: TURNS,
    taken: BURST,
    held: AT_ONCE.perNetwork,
    fire: () => turns((index) => `192.0.2.${index % 250}`),
  },
];
