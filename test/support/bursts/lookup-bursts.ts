/** The limits of what is looked up for strangers: in DNS, and in the store. */
import { setImmediate } from 'node:timers/promises';

import type { Observation } from '#checks';
import { createLogger, SparingLog } from '#logging';
import type { ObservationNotice } from '#store';

import { CheckChanges } from '../../../apps/api/src/checks/check-changes.js';
import {
  SIMULTANEOUS_LOOKUPS,
  SystemsService,
} from '../../../apps/api/src/checks/systems/systems.service.js';
import { FeedListener } from '../../../apps/api/src/live/feed.listener.js';
import { Metrics } from '../../../apps/api/src/metrics/metrics.js';
import { QUESTIONS_PER_PROBE, resolverFinder } from '../../../apps/api/src/probes/engine/local-engine.js';
import { sampleObservation } from '../sample-observation.js';
import { reply, startScriptedDnsServer } from '../scripted-dns-server.js';
import { type Burst, type BurstResult, BURST, simultaneously, strangerAddress, until } from './burst.js';

const SYSTEMS = 'apps/api/src/checks/systems/systems.service.ts';

/** As many checks, each mailed from one address, whose DNS keeps everybody waiting until it is opened. */
async function addressLookups(from: (index: number) => string): Promise<BurstResult> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const asked: string[] = [];
  const found = new Set<string>();
  const changes = new CheckChanges();
  changes.subscribe((token) => found.add(token));
  const lookup = async (name: string, type: string): Promise<unknown> => {
    if (type === 'PTR') asked.push(name);
    await opened;
    return [];
  };
  const systems = new SystemsService(lookup, changes);
  await simultaneously((index) => {
    const { token: _token, ...session } = sampleObservation('', {
      ...{ clientAddress: from(index), clientName: `mx${index}.example.org` },
    });
    const observation: Observation = { id: index, attribution: 'exact', ...session };
    systems.knowledgeFor(String(index), [observation]);
  });
  const taken = asked.length;
  open();
  await until(() => found.size === taken);
  return { taken, held: found.size };
}

/** One page of observations without a token, while the store keeps whoever asks waiting until it is opened. */
async function attributions(): Promise<BurstResult> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let asked = 0;
  let readings = 0;
  let feed: (page: readonly ObservationNotice[]) => void = () => undefined;
  const store = {
    observations: {
      tokensOf: async () => {
        asked += 1;
        await opened;
        return [];
      },
    },
    feed: { subscribe: (listener: typeof feed) => Promise.resolve(void (feed = listener)) },
  };
  const watched = {
    isEmpty: false,
    has: () => false,
    refreshAll: () => (readings += 1),
    refreshReleased: async () => undefined,
  };
  const log = SparingLog.ofStates(createLogger({ level: 'silent', pretty: false }, 'api'));
  const parts = [new Metrics(), log, new CheckChanges()] as const;
  const listener = new FeedListener(store as never, watched as never, ...parts);
  await listener.onApplicationBootstrap();
  const { token: _token, ...stranger } = sampleObservation('');
  feed(Array.from({ length: BURST }, (_, id) => ({ id, token: null, ...stranger })));
  const taken = asked;
  open();
  await until(() => readings > 0);
  return { taken, held: readings };
}

export const LOOKUP_BURSTS: readonly Burst[] = [
  {
    limit: 'lookups of client addresses in all',
    where: SYSTEMS,
    taken: SIMULTANEOUS_LOOKUPS.total,
    held: SIMULTANEOUS_LOOKUPS.total,
    fire: () => addressLookups(strangerAddress),
  },
  {
    limit: 'lookups of client addresses of one network',
    where: SYSTEMS,
    taken: 8,
    held: 8,
    fire: () => addressLookups((index) => `192.0.2.${index % 250}`),
  },
  {
    limit: 'lookups of one client address',
    where: SYSTEMS,
    taken: SIMULTANEOUS_LOOKUPS.perClient,
    held: SIMULTANEOUS_LOOKUPS.perClient,
    fire: () => addressLookups(() => '192.0.2.1'),
  },
  {
    // What is beyond them costs one reading of what is watched.
    limit: 'observations of strangers whose checks are looked up',
    where: 'apps/api/src/live/feed.listener.ts',
    taken: 100,
    held: 1,
    fire: attributions,
  },
  {
    limit: 'questions that one probe asks, beside another probe that is answered',
    where: 'libs/protocol/dns/src/stub/stub-resolver.ts',
    taken: BURST,
    held: QUESTIONS_PER_PROBE,
    fire: async () => {
      let open: () => void = () => undefined;
      const opened = new Promise<void>((resolve) => (open = resolve));
      const slow = new Set<string>();
      const server = await startScriptedDnsServer(async (query) => {
        const name = query.packet.questions?.[0]?.name ?? '';
        if (name.startsWith('slow')) {
          slow.add(name);
          await opened;
        }
        return [reply(query, { answers: [{ type: 'A', name, ttl: 1, data: '192.0.2.1' }] })];
      });
      try {
        const findResolver = resolverFinder([server]);
        const [one, other] = [await findResolver(), await findResolver()];
        const answers = simultaneously((index) => one.resolver.a(`slow${index}.test`));
        await until(() => slow.size === QUESTIONS_PER_PROBE);
        const quick = await other.resolver.a('quick.test');
        await setImmediate();
        const held = quick.kind === 'found' ? slow.size : NaN;
        open();
        return { taken: (await answers).filter(({ kind }) => kind === 'found').length, held };
      } finally {
        await server.close();
      }
    },
  },
];
