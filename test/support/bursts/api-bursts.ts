/** The limits of the API. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import type { CheckBody, ProbeBody, ProblemBody } from '#contracts';
import { STORE, type Store } from '#store';

import { ChecksService } from '../../../apps/api/src/checks/checks.service.js';
import { MAX_UNANSWERED } from '../../../apps/api/src/http/pipelined-requests.js';
import { inProportion } from '../../../apps/api/src/core/in-proportion.js';
import { MAX_WATCHES, WatchPlaces } from '../../../apps/api/src/live/watch-places.js';
import type { LiveSocket } from '../../../apps/api/src/live/socket.types.js';
import { MAX_SOCKETS, SocketAdmission } from '../../../apps/api/src/live/socket-admission.js';
import { ParserThread } from '../../../apps/api/src/operator/parsing/parser-thread.js';
import { type ApiFixture, type LiveClient, startApi, watch, watchProbe } from '../api-fixture.js';
import { sampleObservation } from '../sample-observation.js';
import { ScriptedEngine } from '../scripted-engine.js';
import { type Burst, type BurstResult, BURST, simultaneously, strangerAddress } from './burst.js';

type Environment = Readonly<Record<string, string>>;

/** The burst against an API of its own, which believes X-Forwarded-For. */
function onApi(
  env: Environment,
  fire: (api: ApiFixture, engine: ScriptedEngine) => Promise<BurstResult>,
): () => Promise<BurstResult> {
  return async () => {
    const probeEngine = new ScriptedEngine();
    const api = await startApi({ TRUSTED_PROXIES: '127.0.0.1', ...env }, { probeEngine });
    try {
      return await fire(api, probeEngine);
    } finally {
      await api.close();
    }
  };
}

interface BurstRequest {
  readonly path: string;
  readonly from?: string;
  readonly method?: string;
  readonly body?: string;
}

/**
 * How many of so many requests were answered with a status below 400. They come on connections that are open already, in one
 * piece each: the server reads them before it answers the first, and nothing else is as cheap.
 */
async function accepted(api: ApiFixture, request: (index: number) => BurstRequest): Promise<number> {
  const sockets = await simultaneously(async () => {
    const socket = connect({ port: api.port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return socket;
  }, BURST / MAX_UNANSWERED);
  const requests = Array.from({ length: BURST }, (_, index) => requestText(request(index)));
  const statuses = sockets.map((socket) => {
    socket.write(requests.splice(0, MAX_UNANSWERED).join(''));
    return statusesOn(socket);
  });
  return (await Promise.all(statuses)).flat().filter((status) => status < 400).length;
}

async function statusesOn(socket: Socket): Promise<number[]> {
  const statuses: number[] = [];
  let text = '';
  for await (const chunk of socket.setEncoding('latin1') as AsyncIterable<string>) {
    text += chunk;
    for (const [all, status] of text.matchAll(/HTTP\/1\.1 (\d{3}) [^]*?\r\n\r\n/g)) {
      statuses.push(Number(status));
      text = text.slice(text.indexOf(all) + all.length);
    }
    if (statuses.length === MAX_UNANSWERED) break;
  }
  return statuses;
}

function requestText({ path, from = '192.0.2.1', method = 'GET', body = '' }: BurstRequest): string {
  const headers = ['Host: localhost', `X-Forwarded-For: ${from}`];
  if (body !== '') headers.push(`Content-Length: ${body.length}`);
  return [`${method} ${path} HTTP/1.1`, ...headers, '', body].join('\r\n');
}

async function metric(api: ApiFixture, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${api.adminUrl}/metrics`)).text();
  return [...text.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0);
}

const probeOf = (index: number) => ({
  path: '/api/probes',
  method: 'POST',
  body: JSON.stringify({ domain: `d${index}.example` }),
});
const probesHeld = (api: ApiFixture) => metric(api, /^havedane_probes\{state="\w+"\} (\d+)$/gm);
const checksCreated = (api: ApiFixture) => metric(api, /^havedane_checks_created_total (\d+)$/gm);
const socketsHeld = (api: ApiFixture) => metric(api, /^havedane_sockets (\d+)$/gm);
const watchesHeld = (api: ApiFixture) => metric(api, /^havedane_watches (\d+)$/gm);
const watchedHeld = (api: ApiFixture) => metric(api, /^havedane_watched_checks (\d+)$/gm);

/** A handshake as the admission sees it. */
function handshakeFrom(address: string): IncomingMessage {
  const socket = { remoteAddress: address, once: () => undefined };
  return { headers: {}, socket } as unknown as IncomingMessage;
}

function connectAs(api: ApiFixture, address: string): Promise<LiveClient> {
  return api.connect({ extraHeaders: { 'X-Forwarded-For': address } });
}

async function createProbes(api: ApiFixture, count: number): Promise<readonly ProbeBody[]> {
  return simultaneously(async (index) => {
    const { path, ...init } = probeOf(index);
    const headers = { 'X-Forwarded-For': strangerAddress(index) };
    return (await (await fetch(api.url + path, { ...init, headers })).json()) as ProbeBody;
  }, count);
}

const watchedIn = (answers: readonly (CheckBody | ProbeBody | ProblemBody)[]) =>
  answers.filter((answer) => !('status' in answer)).length;

async function createChecks(api: ApiFixture, count: number): Promise<readonly CheckBody[]> {
  return simultaneously(() => api.createCheck(), count);
}

const RATES = 'libs/core/limits/src/tiered-rates.ts';
const SOCKETS = 'apps/api/src/live/socket-admission.ts';
const WATCHES = 'apps/api/src/live/watch-places.ts';

export const API_BURSTS: readonly Burst[] = [
  {
    limit: 'probes that run and wait (MAX_CONCURRENT_PROBES)',
    where: 'apps/api/src/probes/probe-queue.ts',
    taken: 6,
    held: 6,
    fire: onApi({ MAX_CONCURRENT_PROBES: '1' }, async (api) => ({
      taken: await accepted(api, (index) => ({ ...probeOf(index), from: strangerAddress(index) })),
      held: await probesHeld(api),
    })),
  },
  {
    limit: 'probes that one client asks for in a minute (PROBES_PER_MINUTE)',
    where: RATES,
    taken: 7,
    held: 7,
    fire: onApi({ PROBES_PER_MINUTE: '7' }, async (api) => ({
      taken: await accepted(api, probeOf),
      held: await probesHeld(api),
    })),
  },
  {
    limit: 'checks that one client creates in a minute (CHECKS_PER_MINUTE)',
    where: RATES,
    taken: 7,
    held: 7,
    fire: onApi({ CHECKS_PER_MINUTE: '7' }, async (api) => ({
      taken: await accepted(api, () => ({ path: '/api/checks', method: 'POST' })),
      held: await checksCreated(api),
    })),
  },
  {
    limit: 'checks that one network creates in a minute',
    where: RATES,
    taken: 28,
    held: 28,
    fire: onApi({ CHECKS_PER_MINUTE: '7' }, async (api) => ({
      taken: await accepted(api, (index) => ({
        path: '/api/checks',
        method: 'POST',
        from: `2001:db8:0:${(index % 256).toString(16)}::1`,
      })),
      held: await checksCreated(api),
    })),
  },
  {
    limit: 'requests of one client in a minute (REQUESTS_PER_MINUTE)',
    where: RATES,
    taken: 7,
    held: 7,
    fire: onApi({ REQUESTS_PER_MINUTE: '7' }, async (api) => {
      const taken = await accepted(api, () => ({ path: '/api/scenarios' }));
      const answered = /_duration_seconds_count\{[^}]*scenarios[^}]*status="200"[^}]*\} (\d+)$/gm;
      return { taken, held: await metric(api, answered) };
    }),
  },
  {
    limit: 'live connections of one client (SOCKETS_PER_CLIENT)',
    where: SOCKETS,
    taken: 7,
    held: 7,
    fire: onApi({ SOCKETS_PER_CLIENT: '7' }, async (api) => ({
      taken: await accepted(api, () => ({ path: '/socket.io/?EIO=4&transport=polling' })),
      held: await socketsHeld(api),
    })),
  },
  {
    limit: 'live connections of one network',
    where: SOCKETS,
    taken: 28,
    held: 28,
    fire: onApi({ SOCKETS_PER_CLIENT: '7' }, async (api) => ({
      taken: await accepted(api, (index) => ({
        path: '/socket.io/?EIO=4&transport=polling',
        from: `192.0.2.${index % 250}`,
      })),
      held: await socketsHeld(api),
    })),
  },
  {
    limit: 'live connections in all',
    where: SOCKETS,
    taken: inProportion(MAX_SOCKETS),
    held: inProportion(MAX_SOCKETS),
    fire: onApi({}, async (api) => {
      const admission = api.app.get(SocketAdmission);
      const refusals = await simultaneously(
        (index) => admission.admit(handshakeFrom(strangerAddress(index))),
        inProportion(MAX_SOCKETS) + BURST,
      );
      const taken = refusals.filter((refusal) => refusal === null).length;
      // One that is full refuses whoever comes.
      return { taken, held: admission.admit(handshakeFrom('203.0.113.1')) === null ? 0 : taken };
    }),
  },
  {
    limit: 'checks that one connection watches',
    where: WATCHES,
    taken: 20,
    held: 20,
    fire: onApi({}, async (api) => {
      // No more than events may come.
      const checks = await createChecks(api, 90);
      const client = await api.connect();
      const answers = await Promise.all(checks.map(({ token }) => watch(client, token)));
      return {
        taken: answers.filter((answer) => 'token' in answer).length,
        held: await watchedHeld(api),
      };
    }),
  },
  {
    limit: 'checks and probes that one client watches',
    where: WATCHES,
    taken: 10,
    held: 10,
    fire: onApi({ SOCKETS_PER_CLIENT: '2' }, async (api) => {
      const [one, other] = [await connectAs(api, '192.0.2.1'), await connectAs(api, '192.0.2.1')];
      const [checks, probes] = [await createChecks(api, 30), await createProbes(api, 30)];
      const answers = await Promise.all([
        ...checks.map(({ token }, index) => watch(index % 2 === 0 ? one : other, token)),
        ...probes.map(({ id }, index) => watchProbe(index % 2 === 0 ? one : other, id)),
      ]);
      return { taken: watchedIn(answers), held: await watchesHeld(api) };
    }),
  },
  {
    limit: 'checks and probes that one network watches',
    where: WATCHES,
    taken: 10,
    held: 10,
    fire: onApi({ SOCKETS_PER_CLIENT: '1' }, async (api) => {
      const clients = await simultaneously((index) => connectAs(api, `192.0.2.${index}`), 4);
      const [checks, probes] = [await createChecks(api, 40), await createProbes(api, 40)];
      const answers = await Promise.all([
        ...checks.map(({ token }, index) => watch(clients[index % 4]!, token)),
        ...probes.map(({ id }, index) => watchProbe(clients[index % 4]!, id)),
      ]);
      return { taken: watchedIn(answers), held: await watchesHeld(api) };
    }),
  },
  {
    limit: 'checks and probes that are watched in all',
    where: WATCHES,
    taken: inProportion(MAX_WATCHES),
    held: inProportion(MAX_WATCHES),
    fire: onApi({ SOCKETS_PER_CLIENT: '4000' }, async (api) => {
      const places = api.app.get(WatchPlaces);
      let held = 0;
      const join = (): void => void (held += 1);
      const taken = await simultaneously(
        (index) => {
          const socket = { id: String(index), rooms: new Set(), request: {}, connected: true, join };
          try {
            return places.enter(socket as unknown as LiveSocket, 'check:one');
          } catch {
            return null;
          }
        },
        inProportion(MAX_WATCHES) + BURST,
      );
      return { taken: taken.filter((watching) => watching !== null).length, held };
    }),
  },
  {
    limit: 'events of one connection',
    where: 'apps/api/src/live/socket-limits.ts',
    taken: 100,
    held: 0,
    fire: onApi({}, async (api) => {
      const client = await api.connect({ reconnection: false });
      const closed = new Promise((resolve) => client.once('disconnect', resolve));
      const event = () => watch(client, 'nonsense');
      const answers = await simultaneously(event, 100);
      // What comes beyond the limit ends the connection, and what came with it is not answered.
      for (const unanswered of Array.from({ length: BURST }, event)) unanswered.catch(() => undefined);
      await closed;
      return { taken: answers.length, held: await socketsHeld(api) };
    }),
  },
  {
    limit: 'releases of one check',
    where: 'apps/api/src/checks/checks.service.ts',
    taken: BURST,
    held: 1,
    fire: onApi({}, async (api) => {
      const { token } = await api.createCheck();
      await api.receiver.observations.append(sampleObservation(token));
      const refusal = sampleObservation(token, { kind: 'refused', scenario: 'wrong' });
      await api.receiver.observations.append(refusal);
      const service = api.app.get(ChecksService);
      const answers = await simultaneously(() => service.release(token));
      const times = answers.map((answer) =>
        answer.kind === 'released' ? answer.reading.bodyIn('en').release.at : null,
      );
      const { checks } = api.app.get<Store>(STORE);
      const stored = await checks.findLive(token, Date.now());
      const asked = new Date(stored?.get('wrong')?.requestedAt ?? 0).toISOString();
      return { taken: times.filter((at) => at === asked).length, held: new Set(times).size };
    }),
  },
  {
    limit: 'reports that are parsed and wait for it',
    where: 'apps/api/src/operator/parsing/parser-thread.ts',
    taken: 51,
    held: 51,
    fire: async () => {
      const file = pathToFileURL('build/test/support/hostile-parser-worker.js');
      const parser = new ParserThread({ file, execArgv: [] });
      let ended = 0;
      const all = simultaneously((index) =>
        parser.report(Buffer.from('never'), index).catch(() => (ended += 1)),
      );
      await setImmediate();
      const refused = ended;
      await parser.close();
      await all;
      return { taken: BURST - refused, held: ended - refused };
    },
  },
];
