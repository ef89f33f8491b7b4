/** The limits of what observes DNS queries. */
import { MAX_QUERIES_PER_CHECK, type Check, type NewObservation } from '#checks';
import { createLogger, SparingLog } from '#logging';

import { QueryRecorder, type QueryStore } from '../../../apps/dns/src/queries/query-recorder.js';
import { DnstapClient, dnstapPayload } from '../dnstap-client.js';
import { startObserver } from '../observer-fixture.js';
import { DOMAIN } from '../receiver-fixture.js';
import { type Burst, BURST, simultaneously, until } from './burst.js';

const logger = createLogger({ level: 'silent', pretty: false }, 'dns');

const tokenOf = (index: number): string => index.toString().padStart(12, '0');

/** A question about the check, different for each number. */
function queryAbout(token: string, index = 0): Buffer {
  const questions = [{ type: `UNKNOWN_${1_000 + index}`, name: `${token}.do.${DOMAIN}` }];
  return dnstapPayload('', {}, { questions });
}

/** A store for which every token is a check, and which keeps whoever asks waiting until it is opened. */
class SlowStore implements QueryStore {
  readonly asked: string[] = [];
  readonly appended: NewObservation[] = [];
  open: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  constructor(private readonly slow: { readonly lookups: boolean }) {}

  readonly checks = {
    findMany: async (tokens: readonly string[]): Promise<Check[]> => {
      this.asked.push(...tokens);
      if (this.slow.lookups) await this.opened;
      return tokens.map((token) => ({ token, createdAt: 0, expiresAt: Infinity }));
    },
  };
  readonly observations = {
    ofCheck: () => Promise.resolve([]),
    append: async (observation: NewObservation) => {
      this.appended.push(observation);
      await this.opened;
      return 'stored' as const;
    },
  };
}

function recorderOn(store: SlowStore): QueryRecorder {
  return new QueryRecorder({ domain: DOMAIN, store, logger, sparingLog: SparingLog.ofStates(logger) });
}

/** More questions about one check than are stored, which are some for each scenario. */
const QUESTIONS = MAX_QUERIES_PER_CHECK + BURST;

const LEDGER = 'apps/dns/src/queries/query-ledger.ts';

export const OBSERVER_BURSTS: readonly Burst[] = [
  {
    limit: 'connections of name servers',
    where: 'apps/dns/src/socket/dnstap-listener.ts',
    taken: 16,
    held: 16,
    fire: async () => {
      const observer = await startObserver();
      const clients = await simultaneously(() => DnstapClient.open(observer.socket));
      let closed = 0;
      for (const client of clients) void client.closed.then(() => (closed += 1));
      await until(() => closed >= BURST - 16);
      // Had more been closed, fewer would answer.
      const open = clients.map((client) => client.answersReady());
      const answered = await Promise.all(open);
      const taken = BURST - closed;
      await observer.close();
      return { taken, held: answered.filter(Boolean).length };
    },
  },
  {
    limit: 'queries that wait to be looked up',
    where: 'apps/dns/src/queries/query-recorder.ts',
    taken: 10_000,
    held: 10_000,
    fire: async () => {
      const store = new SlowStore({ lookups: true });
      const recorder = recorderOn(store);
      for (let index = 0; index < 10_000 + BURST; index += 1) recorder.receive(queryAbout(tokenOf(index)));
      store.open();
      await recorder.idle();
      return { taken: store.asked.length, held: store.appended.length };
    },
  },
  {
    limit: 'queries that are stored of one check',
    where: LEDGER,
    taken: MAX_QUERIES_PER_CHECK,
    held: MAX_QUERIES_PER_CHECK,
    fire: async () => {
      const observer = await startObserver();
      const check = await observer.createCheck();
      const client = await DnstapClient.started(observer.socket);
      client.send(...Array.from({ length: QUESTIONS }, (_, index) => queryAbout(check.token, index)));
      await client.stop();
      await observer.restart();
      const stored = await observer.observations(check);
      await observer.close();
      return { taken: stored.length, held: stored.length };
    },
  },
  {
    limit: 'queries that are stored of one check, while a thousand others are asked about',
    where: LEDGER,
    taken: MAX_QUERIES_PER_CHECK,
    held: MAX_QUERIES_PER_CHECK,
    fire: async () => {
      const store = new SlowStore({ lookups: false });
      const recorder = recorderOn(store);
      const [token, others] = [tokenOf(0), 1_500];
      for (let index = 0; index < QUESTIONS; index += 1) recorder.receive(queryAbout(token, index));
      await until(() => store.appended.length === MAX_QUERIES_PER_CHECK);
      for (let index = 1; index <= others; index += 1) recorder.receive(queryAbout(tokenOf(index)));
      await until(() => store.appended.length === MAX_QUERIES_PER_CHECK + others);
      for (let index = 0; index < BURST; index += 1) recorder.receive(queryAbout(token, QUESTIONS + index));
      store.open();
      await recorder.idle();
      const taken = store.appended.filter((observation) => observation.token === token).length;
      return { taken, held: taken };
    },
  },
];
