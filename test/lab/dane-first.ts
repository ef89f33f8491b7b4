/**
 * A sender that does both as RFC 8461 §2 asks, where no package of Debian does: a socketmap before postfix-mta-sts-resolver, which
 * knows no policy for a domain whose MX hosts have TLSA records, so that Postfix stays with `smtp_tls_security_level = dane` there.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

import { createResolver, type StubResolver } from '#dns';

import { POLICY_ADDRESS } from '../support/policy-resolver.js';

import { DNS_PORT, RESOLVER_ADDRESS } from './lab-addresses.js';

/** What a Postfix asks about policies, at its port. */
export interface PolicyService {
  readonly port: number;
  stop(): Promise<unknown>;
}

/** @param policies the port of what is asked where there is no DANE */
export async function startDaneFirst(policies: number): Promise<PolicyService> {
  const resolver = createResolver({ servers: [{ address: RESOLVER_ADDRESS, port: DNS_PORT }] });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy()));
    void answerAll(socket, resolver, policies).catch(() => socket.destroy());
  });
  server.listen(0, POLICY_ADDRESS);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  const stop = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port: address.port, stop };
}

/** Postfix sends one request after the other on a connection: `MAP DOMAIN` as a netstring. */
async function answerAll(socket: Socket, resolver: StubResolver, policies: number): Promise<void> {
  for await (const request of netstrings(socket)) {
    const domain = request.split(' ')[1] ?? '';
    const reply = (await hasDane(domain, resolver)) ? 'NOTFOUND ' : await ask(policies, request);
    socket.write(netstring(reply));
  }
}

async function hasDane(domain: string, resolver: StubResolver): Promise<boolean> {
  const mx = await resolver.mx(domain);
  const hosts = mx.kind === 'found' ? mx.records.map(({ exchange }) => exchange) : [domain];
  const answers = await Promise.all(hosts.map((host) => resolver.tlsa(`_25._tcp.${host}`)));
  return answers.some((answer) => answer.kind === 'found' && answer.secure);
}

async function ask(port: number, request: string): Promise<string> {
  const socket = connect(port, POLICY_ADDRESS);
  socket.write(netstring(request));
  const { value } = await netstrings(socket).next();
  socket.end();
  return value ?? 'TEMP no answer';
}

function netstring(text: string): string {
  return `${Buffer.byteLength(text)}:${text},`;
}

async function* netstrings(socket: Socket): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of socket.setEncoding('latin1') as AsyncIterable<string>) {
    rest += chunk;
    for (let found = /^(\d+):/.exec(rest); found !== null; found = /^(\d+):/.exec(rest)) {
      const [start, length] = [found[0].length, Number(found[1])];
      if (rest.length < start + length + 1) break;
      yield rest.slice(start, start + length);
      rest = rest.slice(start + length + 1);
    }
  }
}
