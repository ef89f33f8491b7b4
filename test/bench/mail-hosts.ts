/**
 * What the probe is measured against: many mail hosts, each on a loopback address of its own, and a resolver that says
 * of all its answers that they are secure. As a process of its own.
 * Arguments: the directory of the certificates, how many hosts. Logs a line that says `listening`, with the port of the
 * hosts and the address of the resolver.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Answer, Question } from 'dns-packet';
import { SMTPServer } from 'smtp-server';

import { MATCHING_TYPE, SELECTOR, tlsaRecord, USAGE } from '#dane';

import { startStubResolver } from '../support/stub-resolver.js';
import { bareOptions } from './bare-options.js';

const [certsDir = '', countText = ''] = process.argv.slice(2);
const COUNT = Number(countText);
const TTL = 60;
const certificate = readFileSync(join(certsDir, 'leaf.cert.pem'));

await main();

async function main(): Promise<void> {
  let smtpPort = 0;
  for (let host = 1; host <= COUNT; host += 1) smtpPort = await startMailHost(`127.0.1.${host}`, smtpPort);
  const { address } = await startStubResolver((name, type) => ({ answers: answersTo({ name, type }) }));
  console.log(JSON.stringify({ msg: 'listening', smtpPort, resolver: address }));
  process.once('SIGTERM', () => process.exit(0));
}

async function startMailHost(address: string, port: number): Promise<number> {
  const server = new SMTPServer(bareOptions(certsDir));
  server.on('error', () => undefined);
  const listener = server.listen(port, address);
  await once(listener, 'listening');
  return (listener.address() as AddressInfo).port;
}

/** Names are `_PORT._tcp.HOST.bench.test` and `HOST.bench.test`, HOST being its number. */
function answersTo({ name, type }: Question): Answer[] {
  if (type === 'NS' && (name === '' || name === '.'))
    return [{ name, type, ttl: TTL, data: 'ns.bench.test' }];
  const host = /^(_\d+\._tcp\.)?(\d+)\.bench\.test$/i.exec(name);
  if (host === null) return [];
  if (host[1] === undefined)
    return type === 'A' ? [{ name, type, ttl: TTL, data: `127.0.1.${host[2]}` }] : [];
  if (type !== 'TLSA') return [];
  const { raw } = new X509Certificate(certificate);
  const { usage, selector, matchingType, data } = tlsaRecord(
    USAGE.daneEe,
    SELECTOR.publicKey,
    MATCHING_TYPE.sha256,
    raw,
  );
  return [{ name, type, ttl: TTL, data: { usage, selector, matchingType, certificate: Buffer.from(data) } }];
}
