/** The limits of the API that hold before a request is understood, or after it is answered. */
import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import type { Request, Response } from 'express';

import { loadConfig } from '#config';

import { BodyAdmission } from '../../../apps/api/src/http/body-admission.js';
import { boundUnreadAnswers } from '../../../apps/api/src/http/unread-answers.js';
import { SIMULTANEOUS_REPORTS } from '../../../apps/api/src/operator/reports/report-body.middleware.js';
import { ClientAddresses } from '../../../apps/api/src/security/client-addresses.js';
import { type ApiFixture, startApi } from '../api-fixture.js';
import { type Burst, type BurstResult, BURST, simultaneously, strangerAddress, until } from './burst.js';

const clients = new ClientAddresses(loadConfig({}));

/** What the limits see of a request and its answer; nothing comes of it until it is let go. */
class Exchange extends EventEmitter {
  readonly headers = {};
  readonly complete = true;
  readonly writableLength = 1_000_000;
  isDestroyed = false;
  readonly socket: Readonly<Record<string, unknown>>;

  constructor(remoteAddress: string) {
    super();
    this.socket = {
      ...{ remoteAddress, writableLength: this.writableLength },
      destroy: () => void (this.isDestroyed = true),
    };
  }

  get request(): Request {
    return this as unknown as Request;
  }

  get response(): Response {
    return this as unknown as Response;
  }
}

/** Connects so often to an API of its own, which counts this machine as it counts any other. */
function onConnections(
  env: Readonly<Record<string, string>>,
  fire: (sockets: readonly Socket[], api: ApiFixture) => Promise<BurstResult>,
): () => Promise<BurstResult> {
  return async () => {
    const api = await startApi(env);
    api.app.get(ClientAddresses).isInFront = () => false;
    const sockets = await simultaneously(async () => {
      const socket = connect({ port: api.port, host: '127.0.0.1' });
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    });
    try {
      return await fire(sockets, api);
    } finally {
      for (const socket of sockets) socket.destroy();
      await api.close();
    }
  };
}

/** How many send the head of a request with a body, and are answered only when the body has come. */
function slowBodies(path: string): (sockets: readonly Socket[]) => Promise<BurstResult> {
  return async (sockets) => {
    let refused = 0;
    const answers = sockets.map((socket) => {
      socket.once('data', (data: Buffer) => {
        if (data.toString('latin1').startsWith('HTTP/1.1 429 ')) refused += 1;
      });
      return text(socket);
    });
    for (const socket of sockets) {
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{`,
      );
    }
    const held = (): number => BURST - refused;
    await until(() => held() <= 20);
    const waiting = held();
    for (const socket of sockets) socket.write('}');
    const heads = (await Promise.all(answers)).map((answer) => answer.slice(0, 12));
    return { taken: heads.filter((head) => /^HTTP\/1\.1 2/.test(head)).length, held: waiting };
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
  const admission = new BodyAdmission(clients, { maxBytes: 10, simultaneous, tooLarge: '' });
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
  const bound = boundUnreadAnswers(clients);
  return (exchanges: readonly Exchange[]): number => {
    for (const { request, response } of exchanges) bound(request, response, () => undefined);
    for (const exchange of exchanges) exchange.emit('prefinish');
    return exchanges.filter(({ isDestroyed }) => !isDestroyed).length;
  };
}

export const HTTP_BURSTS: readonly Burst[] = [
  {
    limit: 'connections of one client on which nothing has come',
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
    limit: 'request bodies of one client that arrive',
    taken: 20,
    held: 20,
    fire: onConnections({ SOCKETS_PER_CLIENT: '1000' }, slowBodies('/api/checks')),
  },
  {
    limit: 'reports of one client that arrive',
    taken: SIMULTANEOUS_REPORTS.perClient,
    held: SIMULTANEOUS_REPORTS.perClient,
    fire: twice(bodies(SIMULTANEOUS_REPORTS), () => '192.0.2.1'),
  },
  {
    limit: 'reports of one network that arrive',
    taken: 8,
    held: 8,
    fire: twice(bodies(SIMULTANEOUS_REPORTS), (index) => `192.0.2.${index % 250}`),
  },
  {
    limit: 'reports that arrive in all',
    taken: 40,
    held: 40,
    fire: twice(bodies(SIMULTANEOUS_REPORTS), strangerAddress),
  },
  {
    limit: 'large answers that one client does not read',
    taken: 10,
    held: 10,
    fire: twice(unreadAnswers(), () => '192.0.2.1'),
  },
  {
    limit: 'large answers that nobody reads',
    taken: 60,
    held: 60,
    fire: twice(unreadAnswers(), strangerAddress),
  },
];
