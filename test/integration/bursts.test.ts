/**
 * Every limit of the product against more than fit, all begun before the first is answered: a limit that is read in one
 * step and taken in a later one lets them all in.
 */
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { API_BURSTS } from '../support/bursts/api-bursts.js';
import { HTTP_BURSTS } from '../support/bursts/http-bursts.js';
import { LIVE_BURSTS } from '../support/bursts/live-bursts.js';
import { LOOKUP_BURSTS } from '../support/bursts/lookup-bursts.js';
import { OBSERVER_BURSTS } from '../support/bursts/observer-bursts.js';
import { PROBE_BURSTS } from '../support/bursts/probe-bursts.js';
import { RECEIVER_BURSTS } from '../support/bursts/receiver-bursts.js';
import { STORE_BURSTS } from '../support/bursts/store-bursts.js';

const BURSTS = [
  ['the API', API_BURSTS],
  ['its HTTP server', HTTP_BURSTS],
  ['live connections', LIVE_BURSTS],
  ['what is looked up', LOOKUP_BURSTS],
  ['a target of probes', PROBE_BURSTS],
  ['the receiver', RECEIVER_BURSTS],
  ['the observer', OBSERVER_BURSTS],
  ['the store', STORE_BURSTS],
] as const;

describe.each(BURSTS)('a burst at %s takes all the room there is and not more:', (_where, bursts) => {
  it.each(bursts.map((burst) => [burst.limit, burst] as const))(
    '%s',
    async (_limit, { taken, held, fire }) => {
      expect(await fire()).toEqual({ taken, held });
    },
  );
});

/** Where a place is given, or what gives places is set up. */
const GIVES_PLACES =
  /new (TieredLimit|TieredRates|ConnectionTurns)\b|\bpLimit\(|maxConnections = |\b(size|length|running|waiting|refusals|attributing) (>=|<) \(?(MAX|MOST|this\.\S*[mM]ax)/;

/** Places that nobody has to share, or that another file of the table gives. */
const OTHERS: Readonly<Record<string, string>> = {
  'apps/api/src/checks/systems/known-sessions.ts': 'asks whether some of what it remembers may be forgotten',
  'apps/api/src/operator/reports/mentioned-checks.ts': 'checks of one report',
  'apps/api/src/policies/policy-answers.ts': 'requests, each counted in the step in which it comes',
  'apps/api/src/policies/policy-listener.ts': 'connections, each counted in the step in which it comes',
  'apps/api/src/probes/active-probes.ts': 'steps of one probe, which come one after the other',
  'apps/api/src/security/security.module.ts': 'sets up tiered-rates.ts',
  'apps/dns/src/queries/ledgers.ts': 'what goes into one question to the store; the rest goes into the next',
  'apps/smtp/src/receiver/check-links.ts': 'octets of one reply',
  'apps/smtp/src/recipients/first-sessions.ts':
    'clients of one host, each known in the step in which it comes',
  'apps/smtp/src/session/session.ts': 'recipients of one session, which come one after the other',
  'apps/smtp/src/tls/peek-client-hello.ts': 'octets of one handshake',
  'apps/smtp/src/workers/worker.ts': 'the share of one worker in the limit of connection-admission.ts',
  'apps/smtp/src/workers/workers.ts': 'connections, each counted in the step in which it comes',
  'libs/protocol/probe/src/probe-run.ts': 'the turns of limited-dialer.ts for one probe',
  'libs/protocol/smtp-client/src/handshake.ts': 'certificates of one handshake',
  'libs/protocol/smtp-client/src/smtp-connection.ts': 'lines of one reply',
  'libs/protocol/tlsrpt/src/decompress.ts': 'parts of one report',
  'libs/protocol/tlsrpt/src/report-schema.ts': 'failures of one report',
};

describe('the table of bursts', () => {
  it('has every limit that is shared', () => {
    const files = ['apps/api', 'apps/smtp', 'apps/dns', 'libs/core', 'libs/protocol']
      .flatMap((dir) =>
        readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => `${dir}/${name}`),
      )
      .filter((file) => /(?<!\.test)\.ts$/.test(file) && GIVES_PLACES.test(readFileSync(file, 'utf8')));
    const fired = BURSTS.flatMap(([, bursts]) => bursts.map(({ where }) => where));
    expect(files.filter((file) => !fired.includes(file)).toSorted()).toEqual(Object.keys(OTHERS));
  });
});
