import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

import { createToken } from '#checks';

import { waitUntil } from '../patience.js';
import { DnstapClient, dnstapPayload } from '../../support/dnstap-client.js';
import { type Attack, demand, inTurns, randomNumbers } from '../attack.js';
import { DOMAIN, type World } from '../world.js';

const BATCH = 1000;
/** Connections of bad frames. */
const AT_ONCE = 20;

export const observer: Attack = {
  number: 8,
  title: 'random tokens and bad frames at the observer',
  inFastPart: false,
  async run({ fast, world: start }) {
    const world = await start({ apps: ['dns'] });
    const tokens = fast ? 11_000 : 110_000;
    const frames = fast ? 500 : 5000;
    for (let sent = 0; sent < tokens; sent += BATCH) {
      const client = await DnstapClient.started(world.dnstapSocket);
      const names = Array.from({ length: BATCH }, () => `${createToken(randomBytes)}.do.${DOMAIN}`);
      client.send(...names.map((name) => dnstapPayload(name)));
      await client.stop();
    }
    const random = randomNumbers(8);
    let hangUps = 0;
    await inTurns(frames, AT_ONCE, async (index) => {
      // The observer has fewer places, and may hang up on those that wait: each frame is sent until it has arrived.
      while (!(await arrives(badFrame(world, index % 5, random)))) {
        hangUps += 1;
        world.demandAlive('dns');
      }
    });
    world.demandAlive('dns');
    const check = await world.createCheck();
    // The observer asks for the live checks again and again; a query of one is noticed then.
    await waitUntil('a query to be stored', async () => {
      const client = await DnstapClient.started(world.dnstapSocket);
      client.send(dnstapPayload(`${check.token}.do.${DOMAIN}`));
      await client.stop();
      return (await world.store.observations.ofCheck(check)).length > 0 ? true : undefined;
    });
    const peak = world.demandAlive('dns');
    demand(peak > 0, 'no memory was measured');
    return {
      'random tokens': tokens,
      'bad frames': frames,
      'hang-ups': hangUps,
      crashes: 0,
      'MiB at most': peak,
    };
  },
};

/** False where the socket was closed before, or while, something was written. */
function arrives(sending: Promise<void>): Promise<boolean> {
  return sending.then(
    () => true,
    () => false,
  );
}

/** One connection that ends in nonsense, of one of five kinds. */
async function badFrame(world: World, kind: number, random: (below: number) => number): Promise<void> {
  const noise = Buffer.from(Array.from({ length: 1 + random(400) }, () => random(256)));
  if (kind === 0) {
    const socket = connect(world.dnstapSocket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.end(noise);
    socket.resume();
    await once(socket, 'close');
    return;
  }
  const client = await DnstapClient.started(world.dnstapSocket);
  if (kind === 1) client.send(noise);
  if (kind === 2) client.write(Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), noise]));
  if (kind === 3) {
    const payload = dnstapPayload(`${'a'.repeat(12)}.do.${DOMAIN}`);
    const at = random(payload.length);
    payload[at] = (payload[at] ?? 0) ^ (1 << random(8));
    client.send(payload.subarray(0, 1 + random(payload.length)), payload);
  }
  if (kind === 4) client.send(dnstapPayload('x.test', { queryMessage: noise }));
  client.close();
  await client.closed;
}
