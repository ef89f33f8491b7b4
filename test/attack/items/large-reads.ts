import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';

import type { Check } from '#checks';

import { sampleObservation } from '../../support/sample-observation.js';
import { type Attack, demand, inParallel } from '../attack.js';
import { HTTP_PORT, type World } from '../world.js';

const ADDRESSES = 8;
const OBSERVATIONS = 500;
/** Four are begun before the last request is read, and from then on the two networks take turns; the same again to spare. */
const MOST_BEFORE = 12;

/**
 * Each takes the API some 50 ms, and all are within the rate of their network: others must not wait for them. The API is halted until
 * all requests have come, so that nothing but its own order counts.
 */
export const largeReads: Attack = {
  number: 17,
  title: 'reads of a check with as many sessions as are kept',
  inFastPart: true,
  async run({ fast, world: start }) {
    const world = await start({ apps: ['api'] });
    const [small, large] = await Promise.all([world.createCheck(), largeCheck(world)]);
    const reads = fast ? 60 : 200;
    world.signal('api', 'SIGSTOP');
    let answered = 0;
    const requests = Array.from({ length: reads }, (_, index) =>
      requested(large, `198.18.0.${1 + (index % ADDRESSES)}`),
    );
    await Promise.all(requests.map((request) => once(request, 'finish')));
    const flood = requests.map((request) => answerTo(request).then(() => (answered += 1)));
    const visitor = requested(small, '203.0.113.1');
    await once(visitor, 'finish');
    world.signal('api', 'SIGCONT');
    const began = performance.now();
    await answerTo(visitor);
    const [before, waited] = [answered, performance.now() - began];
    demand(before <= MOST_BEFORE, `a visitor of another network waited for ${before} of ${reads} answers`);
    await Promise.all(flood);
    return {
      'reads by one network': reads,
      'of them before that of another network': before,
      'ms waited': Math.round(waited),
      'MiB at most': world.demandAlive('api'),
    };
  },
};

function requested({ token }: Check, localAddress: string): ClientRequest {
  const path = `/api/checks/${token}`;
  return get({ host: '127.0.0.1', port: HTTP_PORT, path, localAddress, agent: false });
}

async function answerTo(request: ClientRequest): Promise<void> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  demand(response.statusCode === 200, `a read got ${response.statusCode}`);
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
