import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import type { Check } from '#checks';

import { sampleObservation } from '../../support/sample-observation.js';
import { type Attack, demand, inParallel } from '../attack.js';
import { HTTP_PORT, type World } from '../world.js';

const ADDRESSES = 8;
const OBSERVATIONS = 500;
/** Of those that were sent before: answers on their way, and as many more as there are turns. */
const MOST_BEFORE = 20;

/** Each takes the API some 50 ms, and all are within the rate of their network: others must not wait for them. */
export const largeReads: Attack = {
  number: 17,
  title: 'reads of a check with as many sessions as are kept',
  inFastPart: true,
  async run({ fast, world: start }) {
    const world = await start({ apps: ['api'] });
    const [small, large] = await Promise.all([world.createCheck(), largeCheck(world)]);
    const reads = fast ? 60 : 200;
    let answered = 0;
    // By then all have been accepted.
    let aFewAreAnswered: () => void = () => undefined;
    const few = new Promise<void>((resolve) => (aFewAreAnswered = resolve));
    const flood = inParallel(reads, async (index) => {
      await read(large, `198.18.0.${1 + (index % ADDRESSES)}`);
      answered += 1;
      if (answered === reads / 4) aFewAreAnswered();
    });
    await Promise.race([few, flood]);
    const already = answered;
    const began = performance.now();
    await read(small, '203.0.113.1');
    const waited = performance.now() - began;
    const before = answered - already;
    demand(before <= MOST_BEFORE, `a visitor of another network waited for ${before} of ${reads} answers`);
    await flood;
    return {
      'reads by one network': reads,
      'of them before that of another network': before,
      'ms waited': Math.round(waited),
      'MiB at most': world.demandAlive('api'),
    };
  },
};

async function read({ token }: Check, localAddress: string): Promise<void> {
  const path = `/api/checks/${token}`;
  const request = get({ host: '127.0.0.1', port: HTTP_PORT, path, localAddress, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  demand(response.statusCode === 200, `a read from ${localAddress} got ${response.statusCode}`);
  response.resume();
  await once(response, 'end');
}

async function largeCheck(world: World): Promise<Check> {
  const check = await world.createCheck();
  await inParallel(OBSERVATIONS, async (index) => {
    const clientAddress = `198.51.100.${index % 250}`;
    await world.store.observations.append(sampleObservation(check.token, { clientAddress }));
  });
  return check;
}
