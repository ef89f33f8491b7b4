/** The limits that the store keeps, each against two processes that write simultaneously. */
import { randomBytes } from 'node:crypto';

import { createToken, type Check } from '#checks';
import { ratesOfClient } from '#limits';
import type { Store, StoreOptions } from '#store';

import { countRows } from '../raw-database.js';
import { sampleMessage, sampleTlsReport } from '../sample-operator-mail.js';
import { sampleObservation } from '../sample-observation.js';
import { openTempStore } from '../temp-store.js';
import { type Burst, BURST, type BurstResult, fulfilled, simultaneously, strangerAddress } from './burst.js';

type Table = 'rates' | 'checks' | 'observations' | 'probes' | 'operator_messages' | 'tls_reports';

/** Runs the burst against two stores on one file; then counts what is stored. */
function inTwoProcesses(
  table: Table,
  taken: (write: (index: number) => Store) => Promise<number>,
  options: Partial<StoreOptions> = {},
): () => Promise<BurstResult> {
  return async () => {
    const temp = await openTempStore(options);
    try {
      const stores = [temp.store, await temp.openAnother()] as const;
      const count = await taken((index) => stores[index % 2 === 0 ? 0 : 1]);
      return { taken: count, held: await countRows(temp.database.path, table) };
    } finally {
      await temp.close();
    }
  };
}

function newCheck(): Check {
  const createdAt = Date.now();
  return { token: createToken(randomBytes), createdAt, expiresAt: createdAt + 3_600_000 };
}

function newProbe(index: number): Parameters<Store['probes']['insert']>[0] {
  return { id: createToken(randomBytes), domain: `${index}.example`, createdAt: index };
}

const MAIL = { maxMessages: 10, maxBytes: 1_000_000 };

/** How many of so many messages the mailbox took. */
async function kept(
  store: (index: number) => Store,
  message: (index: number) => Parameters<typeof sampleMessage>[0],
  limits = MAIL,
): Promise<number> {
  const rooms = await simultaneously((index) =>
    store(index).operatorMail.keep(sampleMessage(message(index)), limits),
  );
  return rooms.filter((room) => room === 'accepted').length;
}

const GROUPS = 'libs/core/store/src/engine/group-commit.ts';
const MAILBOX = 'libs/core/store/src/operator-mail/mailbox-room.ts';

export const STORE_BURSTS: readonly Burst[] = [
  {
    limit: 'checks that are stored (MAX_CHECKS)',
    where: 'libs/core/store/src/checks/eviction.ts',
    taken: BURST,
    held: 7,
    fire: inTwoProcesses('checks', (store) =>
      fulfilled((index) => store(index).checks.insert(newCheck(), 7), 'StoreBusyError'),
    ),
  },
  {
    limit: 'what one network may ask for within a minute, of all processes',
    where: 'libs/core/store/src/rates/sql-rates.repository.ts',
    // A row for each address that was counted, and one for the network.
    taken: 28,
    held: 29,
    fire: inTwoProcesses('rates', async (store) => {
      const refusals = await simultaneously((index) =>
        store(index).rates.count(ratesOfClient('checks', `192.0.2.${index % 256}`, 7), 0),
      );
      return refusals.filter((refusal) => refusal === null).length;
    }),
  },
  {
    limit: 'checks that wait to be stored',
    where: GROUPS,
    taken: 1_000,
    held: 1_000,
    fire: inTwoProcesses('checks', (store) =>
      fulfilled(() => store(0).checks.insert(newCheck(), 100_000), 'StoreBusyError', 1_500),
    ),
  },
  {
    limit: 'observations of one check, without what is kept for proofs (MAX_OBSERVATIONS_PER_CHECK)',
    where: 'libs/core/store/src/observations/observation-writer.ts',
    taken: 100,
    held: 100,
    fire: inTwoProcesses(
      'observations',
      async (store) => {
        const check = newCheck();
        await store(0).checks.insert(check, 100);
        const results = await simultaneously((index) =>
          store(index).observations.append(sampleObservation(check.token, { kind: 'tls-established' })),
        );
        return results.filter((result) => result === 'stored').length;
      },
      { maxObservationsPerCheck: 100 },
    ),
  },
  {
    limit: 'observations that wait to be stored',
    where: GROUPS,
    taken: 25_000,
    held: 0,
    fire: inTwoProcesses('observations', (store) =>
      fulfilled(
        () => store(0).observations.append(sampleObservation('000000000000')),
        'StoreBusyError',
        25_500,
      ),
    ),
  },
  {
    limit: 'readings that run and wait',
    where: 'libs/core/store/src/engine/read-access.ts',
    taken: 1_008,
    held: 0,
    fire: inTwoProcesses('checks', (store) =>
      fulfilled(() => store(0).checks.find('000000000000', 0), 'StoreBusyError', 1_500),
    ),
  },
  {
    limit: 'transactions that wait',
    where: 'libs/core/store/src/engine/write-queue.ts',
    taken: 1_000,
    held: 0,
    fire: inTwoProcesses('operator_messages', (store) =>
      fulfilled((index) => store(0).operatorMail.markRead(index, 0), 'StoreBusyError', 1_500),
    ),
  },
  {
    limit: 'results of probes (MAX_PROBES)',
    where: 'libs/core/store/src/probes/sql-probes.repository.ts',
    taken: BURST,
    held: 7,
    fire: inTwoProcesses('probes', (store) =>
      fulfilled((index) => store(index).probes.insert(newProbe(index), 7), 'StoreBusyError'),
    ),
  },
  {
    limit: 'messages to the operator (MAX_OPERATOR_MESSAGES)',
    where: MAILBOX,
    taken: 10,
    held: 10,
    fire: inTwoProcesses('operator_messages', (store) =>
      kept(store, (index) => ({ clientAddress: strangerAddress(index) })),
    ),
  },
  {
    limit: 'octets of messages to the operator (MAX_OPERATOR_MAIL_BYTES)',
    where: MAILBOX,
    taken: 7,
    held: 7,
    fire: inTwoProcesses('operator_messages', (store) =>
      kept(
        store,
        (index) => ({ clientAddress: strangerAddress(index), content: Buffer.alloc(140_000, 'x') }),
        { ...MAIL, maxMessages: 1_000 },
      ),
    ),
  },
  {
    limit: "one client's share of the mailbox",
    where: MAILBOX,
    taken: 2,
    held: 2,
    fire: inTwoProcesses('operator_messages', (store) =>
      kept(store, (index) => ({ clientAddress: `2001:db8::${index}` }), { ...MAIL, maxMessages: 20 }),
    ),
  },
  {
    limit: "one network's share of the mailbox",
    where: MAILBOX,
    taken: 6,
    held: 6,
    fire: inTwoProcesses('operator_messages', (store) =>
      kept(store, (index) => ({ clientAddress: `192.0.2.${index % 250}` }), { ...MAIL, maxMessages: 20 }),
    ),
  },
  {
    limit: 'TLS reports (MAX_TLS_REPORTS)',
    where: 'libs/core/store/src/tls-reports/tls-report-eviction.ts',
    taken: BURST,
    held: 10,
    fire: inTwoProcesses('tls_reports', async (store) => {
      const results = await simultaneously((index) => {
        const report = { organization: `o${index}`, clientAddress: strangerAddress(index) };
        return store(index).tlsReports.keep(sampleTlsReport(report), 10);
      });
      return results.filter((result) => result === 'stored').length;
    }),
  },
];
