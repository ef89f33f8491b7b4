/** The limits of the API that hold before a request is understood, or after it is answered. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { HttpAdapterHost } from '@nestjs/core';
import type { Request, Response } from 'express';

import { loadConfig } from '#config';

import { BodyAdmission } from '../../../apps/api/src/http/body-admission.js';
import { ConnectionAdmission } from '../../../apps/api/src/http/connection-admission.js';
import { SIMULTANEOUS_BODIES } from '../../../apps/api/src/http/json-body.middleware.js';
import { UnreadAnswers } from '../../../apps/api/src/http/unread-answers.js';
import { UnreadBytes } from '../../../apps/api/src/http/unread-bytes.js';
import { SIMULTANEOUS_REPORTS } from '../../../apps/api/src/operator/reports/report-body.middleware.js';
import { ClientAddresses } from '../../../apps/api/src/security/client-addresses.js';
import { type ApiFixture, startApi } from '../api-fixture.js';
import { type Burst, type BurstResult, BURST, simultaneously, strangerAddress, until } from './burst.js';

const MEBIBYTE = 1024 * 1024;

const clients = new ClientAddresses(loadConfig({}));

/** What the limits see of a request and its answer; nothing comes of it until it is let go. */
class Exchange extends EventEmitter {
  readonly headers = {};
  readonly complete = true;
  readonly writableLength = MEBIBYTE;
  isDestroyed = false;
  readonly socket: Readonly<Record<string, unknown>>;

  constructor(remoteAddress: string) {
    super();
    this.socket = { remoteAddress, once: () => undefined, destroy: () => void (this.isDestroyed = true) };
  }

  end(): void {}

  get request(): Request {
    return this as unknown as Request;
  }

  get response(): Response {
    return this as unknown as Response;
  }
}

function connectAll(port: number): Promise<readonly Socket[]> {
  return simultaneously(async () => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  });
}

/** Connects so often to an API of its own, which counts this machine as it counts any other. */
function onConnections(
  env: Readonly<Record<string, string>>,
  fire: (sockets: readonly Socket[], api: ApiFixture) => Promise<BurstResult>,
): () => Promise<BurstResult> {
  return async () => {
    const api = await startApi(env);
    api.app.get(ClientAddresses).isInFront = () => false;
    const sockets = await connectAll(api.port);
    try {
      return await fire(sockets, api);
    } finally {
      for (const socket of sockets) socket.destroy();
      await api.close();
    }
  };
}

/** Fires and lets everything go, then fires again: what was let go must have left no trace. */
function twice(
  fire: (exchanges: readonly Exchange[]) => number,
  addresses: (index: number) => string,
  count = BURST,
) {
  return async (): Promise<BurstResult> => {
    const round = async (): Promise<number> => {
      const exchanges = await simultaneously((index) => new Exchange(addresses(index)), count);
      const taken = fire(exchanges);
      for (const exchange of exchanges) exchange.emit('close');
      return taken;
    };
    return { taken: await round(), held: await round() };
  };
}

function bodies(simultaneous: ConstructorParameters<typeof BodyAdmission>[1]['simultaneous']) {
  const admission = new BodyAdmission(clients, { maxBytes: 10, simultaneous });
  return (exchanges: readonly Exchange[]): number => {
    let refused = 0;
    for (const { request, response } of exchanges)
      admission.read(
        request,
        response,
        () => (refused += 1),
        () => undefined,
      );
    return exchanges.length - refused;
  };
}

function unreadAnswers() {
  const { bound } = new UnreadAnswers(clients, new UnreadBytes({ warn: () => undefined }, 256 * MEBIBYTE));
  return (exchanges: readonly Exchange[]): number => {
    for (const { request, response } of exchanges) bound(request, response, () => undefined);
    for (const { response } of exchanges) response.end();
    return exchanges.filter(({ isDestroyed }) => !isDestroyed).length;
  };
}

const BODIES = 'apps/api/src/http/body-admission.ts';
const UNREAD = 'apps/api/src/http/unread-bytes.ts';

/** How many that are refused are answered, of a client that has all its connections; then all end, and it tries again. */
async function refusals(count: number): Promise<BurstResult> {
  const server = createServer();
  server.removeAllListeners('connection');
  const config = loadConfig({});
  const httpAdapter = { getHttpServer: () => server };
  const host = Object.assign(new HttpAdapterHost(), { httpAdapter });
  new ConnectionAdmission(config, clients, host).onModuleInit();
  const connect = (): Refused => {
    const socket = new Refused();
    server.emit('connection', socket);
    return socket;
  };
  // As many as one client may have.
  while (!connect().isAnswered) continue;
  const round = (): number => {
    const sockets = Array.from({ length: count }, connect);
    for (const socket of sockets) socket.emit('close');
    return sockets.filter(({ isAnswered }) => isAnswered).length;
  };
  // The one that was refused above is answered still.
  return { taken: round() + 1, held: round() + 1 };
}

/** A connection as its admission sees it. */
class Refused extends EventEmitter {
  readonly remoteAddress = '192.0.2.1';
  isAnswered = false;

  resume(): this {
    return this;
  }

  end(): void {
    this.isAnswered = true;
  }

  destroy(): void {
    this.isAnswered = false;
  }
}

const ADMISSION = 'apps/api/src/http/connection-admission.ts';

export const HTTP_BURSTS: readonly Burst[] = [
  {
    limit: 'connections of one client on which nothing has come',
    where: ADMISSION,
    taken: 101,
    held: 101,
    fire: onConnections({ SOCKETS_PER_CLIENT: '1' }, async (sockets, api) => {
      let closed = 0;
      for (const socket of sockets) socket.resume().once('close', () => (closed += 1));
      await until(() => closed >= BURST - 101);
      const taken = BURST - closed;
      const held = await new Promise<number>((resolve) => {
        api.app.getHttpServer().getConnections((_error: Error | null, count: number) => resolve(count));
      });
      return { taken, held };
    }),
  },
  {
    limit: 'connections that are refused with an answer',
    where: ADMISSION,
    taken: 500,
    held: 500,
    fire: () => refusals(1_000),
  },
  {
    limit: 'connections of the operator',
    where: 'apps/api/src/admin/admin-server.ts',
    taken: 50,
    held: 50,
    fire: async () => {
      const api = await startApi();
      const sockets = await connectAll(Number(new URL(api.adminUrl).port));
      let closed = 0;
      for (const socket of sockets) socket.once('close', () => (closed += 1));
      await until(() => closed >= BURST - 50);
      const taken = BURST - closed;
      const answers = sockets
        .filter(({ destroyed }) => !destroyed)
        .map((socket) => {
          socket.write('HEAD /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
          return text(socket);
        });
      const heads = await Promise.all(answers);
      await api.close();
      return { taken, held: heads.filter((head) => head.startsWith('HTTP/1.1 200 ')).length };
    },
  },
  {
    limit: 'request bodies of one client that arrive',
    where: BODIES,
    taken: SIMULTANEOUS_BODIES.perClient,
    held: SIMULTANEOUS_BODIES.perClient,
    fire: twice(bodies(SIMULTANEOUS_BODIES), () => '192.0.2.1'),
  },
  {
    limit: 'request bodies of one network that arrive',
    where: BODIES,
    taken: 80,
    held: 80,
    fire: twice(bodies(SIMULTANEOUS_BODIES), (index) => `192.0.2.${index % 250}`),
  },
  {
    limit: 'request bodies that arrive in all',
    where: BODIES,
    taken: SIMULTANEOUS_BODIES.total,
    held: SIMULTANEOUS_BODIES.total,
    fire: twice(bodies(SIMULTANEOUS_BODIES), strangerAddress, SIMULTANEOUS_BODIES.total + BURST),
  },
  {
    limit: 'reports of one client that arrive',
    where: BODIES,
    taken: SIMULTANEOUS_REPORTS.perClient,
    held: SIMULTANEOUS_REPORTS.perClient,
    fire: twice(bodies(SIMULTANEOUS_REPORTS), () => '192.0.2.1'),
  },
  {
    limit: 'reports of one network that arrive',
    where: BODIES,
    taken: 8,
    held: 8,
    fire: twice(bodies(SIMULTANEOUS_REPORTS), (index) => `192.0.2.${index % 250}`),
  },
  {
    limit: 'reports that arrive in all',
    where: BODIES,
    taken: 40,
    held: 40,
    fire: twice(bodies(SIMULTANEOUS_REPORTS), strangerAddress),
  },
  {
    limit: 'MiB of large answers that one client does not read',
    where: UNREAD,
    taken: 16,
    held: 16,
    fire: twice(unreadAnswers(), () => '192.0.2.1'),
  },
  {
    limit: 'MiB of large answers that one network does not read',
    where: UNREAD,
    taken: 32,
    held: 32,
    fire: twice(unreadAnswers(), (index) => `192.0.2.${index % 250}`),
  },
  {
    limit: 'MiB of large answers that nobody reads',
    where: UNREAD,
    taken: 64,
    held: 64,
    fire: twice(unreadAnswers(), strangerAddress),
  },
];
