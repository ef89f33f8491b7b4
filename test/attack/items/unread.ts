import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { WebSocket } from 'ws';

import type { Check } from '#checks';

import { CheckWatch } from '../../lab/api-client.js';
import { sampleObservation } from '../../support/sample-observation.js';
import { type Attack, demand, inParallel, inTurns } from '../attack.js';
import { waitUntil } from '../patience.js';
import { HTTP_PORT, type World } from '../world.js';

/** Of networks that have nothing in common. */
const NETWORKS = 10;
const LIVE_EACH = 6;
const HTTP_EACH = 1;
const WATCHES_EACH = 20;
const PIPELINED = 4;
const LARGE_BYTES = 1_000_000;

/** All that is asked for would be gigabytes: who does not read is disconnected, and who reads gets all of it. */
export const unread: Attack = {
  number: 15,
  title: 'large answers and updates that nobody reads',
  inFastPart: false,
  async run({ world: start }) {
    const world = await start({ apps: ['api'] });
    const [small, large] = await Promise.all([world.createCheck(), largeCheck(world)]);
    const watch = await CheckWatch.open(world.url, small.token);
    const live: WebSocket[] = [];
    const http: Socket[] = [];
    try {
      await inTurns(NETWORKS * LIVE_EACH, 20, async (index) => {
        live.push(await unreadWatches(large, localAddress(index)));
      });
      await inTurns(NETWORKS * HTTP_EACH, 20, async (index) => {
        http.push(await unreadRequests(large, localAddress(index)));
      });
      const ended = await waitUntil('connections that do not read to be ended', () => {
        const count = [...live, ...http].filter(isOver).length;
        return count > 0 ? count : undefined;
      });
      const read = await (await fetch(`${world.url}/api/checks/${large.token}`)).text();
      demand(read.length > LARGE_BYTES, `who reads got ${read.length} bytes`);
      await world.store.observations.append(sampleObservation(small.token));
      await watch.until(
        ({ observations }) => observations.length > 0,
        'a delivery to be shown to who watched before',
      );
      await world.demandHealthy();
      return {
        'unread connections': live.length + http.length,
        'ended by then': ended,
        'MiB at most': world.demandAlive('api'),
      };
    } finally {
      watch.close();
      for (const client of live) client.terminate();
      for (const socket of http) socket.destroy();
    }
  },
};

function localAddress(index: number): string {
  return `${20 + (index % NETWORKS) * 16}.18.0.1`;
}

/** With as long texts as are stored: a reading of it is 2 MB. */
async function largeCheck(world: World): Promise<Check> {
  const check = await world.createCheck();
  const text = 'x'.repeat(990);
  await inParallel(500, async (index) => {
    const clientAddress = `198.51.100.${index % 250}`;
    const overrides = { detail: text, clientName: text, clientAddress };
    await world.store.observations.append(sampleObservation(check.token, overrides));
  });
  return check;
}

/** Engine.IO and Socket.IO by hand, since their client reads whatever comes. */
async function unreadWatches({ token }: Check, from: string): Promise<WebSocket> {
  const url = `ws://127.0.0.1:${HTTP_PORT}/socket.io/?EIO=4&transport=websocket`;
  const client = new WebSocket(url, { localAddress: from });
  client.on('error', () => undefined);
  await Promise.race([once(client, 'open'), once(client, 'close')]);
  if (isOver(client)) return client;
  client.pause();
  client.send('40');
  for (let id = 0; id < WATCHES_EACH; id += 1) client.send(`42${id}["check:watch","${token}"]`);
  return client;
}

async function unreadRequests({ token }: Check, from: string): Promise<Socket> {
  const socket = connect({ port: HTTP_PORT, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET /api/checks/${token} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(PIPELINED));
  return socket;
}

/** A client that does not read learns of its end by an error, or when it writes. */
function isOver(connection: WebSocket | Socket): boolean {
  if (connection instanceof WebSocket) {
    if (connection.readyState === WebSocket.OPEN) connection.pong();
    return connection.readyState !== WebSocket.OPEN;
  }
  if (!connection.destroyed) connection.write('\r\n');
  return connection.destroyed;
}
