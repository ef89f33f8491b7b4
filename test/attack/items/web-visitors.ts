import type { TLSSocket } from 'node:tls';

import { policyHost } from '#checks';

import { type Attack, demand, inTurns } from '../attack.js';
import { waitUntil } from '../patience.js';
import { connectTo, MOST_FILES, requestOf, statusFrom, WebServer } from '../web-server.js';
import { DOMAIN } from '../world.js';

const POLICY = '/.well-known/mta-sts.txt';
const [GOOD, BIG, SLOW] = ['sts-good', 'sts-big', 'sts-slow'].map((id) => policyHost(id, DOMAIN)) as [
  string,
  string,
  string,
];
/** Names that nobody set up: a certificate for each would use up what the authority gives. */
const STRANGE = [`mta-sts.sts-x.${DOMAIN}`, `mta-sts.${DOMAIN}`, `a.${GOOD}`, `x.${DOMAIN}`, 'else.test'];
const HUGE = 'x'.repeat(900_000);
/** As many as the API leaves unanswered (apps/api/src/policies). */
const UNANSWERED = 40;
/** Until a visitor tries again. */
const PATIENCE_MS = 20_000;

/** What a stranger does on one connection, and then nothing. */
const DEEDS: readonly ((socket: TLSSocket) => void)[] = [
  (socket) => socket.write(requestOf(GOOD, POLICY)),
  (socket) => socket.write(requestOf(GOOD, POLICY).slice(0, -2)),
  (socket) => socket.write(`${requestOf(GOOD, POLICY).slice(0, -2)}X: ${HUGE}`),
  // More than the system keeps for a client that does not read.
  (socket) => socket.pause().write(requestOf(BIG, POLICY).repeat(60)),
  (socket) => socket.write(requestOf(SLOW, POLICY)),
  (socket) => socket.write(`POST /api/tlsrpt HTTP/1.1\r\nHost: ${DOMAIN}\r\nContent-Length: 9999\r\n\r\nx`),
];

/** Each from a network of its own: what one client may is attacked elsewhere. */
const addressOf = (index: number): string =>
  `${20 + (index % 50)}.${Math.floor(index / 50) % 250}.${Math.floor(index / 12_500)}.1`;

/** Slow, oversized and idle requests through Caddy end neither it nor the API, and other visitors are served. */
export const webVisitors: Attack = {
  number: 18,
  title: 'page and policy hosts behind Caddy',
  inFastPart: true,
  async run({ fast, directory, world: start, atEnd }) {
    const world = await start({
      apps: ['api'],
      environment: { MTA_STS: directory, TRUSTED_PROXIES: '127.0.0.1', PUBLIC_URL: `https://${DOMAIN}` },
    });
    const web = await WebServer.start(directory);
    const held: TLSSocket[] = [];
    atEnd(() => web.stop());
    atEnd(async () => held.forEach((socket) => socket.destroy()));
    await web.ready(allServed);
    const names = await web.names();
    for (const name of STRANGE) {
      demand((await connectTo(name, addressOf(0))) === undefined, `a handshake for ${name}`);
    }
    const modern = await connectTo(GOOD, addressOf(0), { ALPNProtocols: ['h2', 'http/1.1'] });
    demand(modern?.alpnProtocol === 'http/1.1', 'a connection may have several requests at a time');
    modern.destroy();
    const padding = `X: ${'x'.repeat(40_000)}\r\n`;
    demand((await statusOf(GOOD, POLICY, padding)) !== '200', 'headers of 40 kB were read');
    await slowPolicies(held);

    // In the full part more than the files that Caddy may have open: further ones wait until others end.
    const count = fast ? 240 : MOST_FILES + 500;
    let over = 0;
    await inTurns(count, 50, async (index) => {
      const socket = await connectTo(GOOD, addressOf(index));
      if (socket === undefined) return;
      held.push(socket);
      socket.on('close', () => (over += 1));
      DEEDS[index % DEEDS.length]?.(socket);
    });
    await waitUntil('everything to be served', allServed);
    await waitUntil('requests that are too large to be ended', () => (over > 0 ? true : undefined));
    demand(String(await web.names()) === String(names), 'Caddy asked for a certificate of a stranger');
    return {
      connections: count,
      'names of strangers': STRANGE.length,
      'MiB of Caddy': web.demandAlive(),
      'MiB of the API at most': world.demandAlive('api'),
    };
  },
};

/** Those beyond what the API leaves unanswered are told so. */
async function slowPolicies(held: TLSSocket[]): Promise<void> {
  const statuses: string[] = [];
  await inTurns(UNANSWERED * 2, 20, async (index) => {
    const socket = await connectTo(SLOW, addressOf(index));
    demand(socket !== undefined, 'no connection to a policy host');
    held.push(socket);
    socket.write(requestOf(SLOW, POLICY));
    void statusFrom(socket).then((status) => statuses.push(status));
  });
  await waitUntil('answers for those that are too many', () =>
    statuses.length >= UNANSWERED ? true : undefined,
  );
  demand(
    statuses.slice(0, UNANSWERED).every((status) => status === '503'),
    `slow policies were answered ${[...new Set(statuses)].join(', ')}`,
  );
}

async function allServed(): Promise<true | undefined> {
  const asked = [
    [DOMAIN, '/'],
    [DOMAIN, '/healthz'],
    [GOOD, POLICY],
  ] as const;
  const statuses = await Promise.all(asked.map(([host, path]) => statusOf(host, path)));
  return statuses.every((status) => status === '200') ? true : undefined;
}

async function statusOf(host: string, path: string, more = ''): Promise<string> {
  const socket = await connectTo(host, '198.18.0.1', { timeout: PATIENCE_MS });
  if (socket === undefined) return '';
  socket.write(requestOf(host, path, `Connection: close\r\n${more}`));
  return statusFrom(socket).finally(() => socket.destroy());
}
