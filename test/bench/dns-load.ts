/**
 * The generator of DNS queries, as a process of its own so that it can be pinned: keeps a number of them under way for a
 * time. Each asks for the TLSA records of another token, which no check has: the most work that a stranger can make.
 * Arguments: one JSON object (DnsLoadOptions). Prints one JSON object (DnsLoadResult).
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import dnsPacket from 'dns-packet';

export interface DnsLoadOptions {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly concurrency: number;
  readonly seconds: number;
}

export interface DnsLoadResult {
  readonly answered: number;
  /** Without an answer after `PATIENCE_MS`; asked again. */
  readonly lost: number;
  readonly seconds: number;
}

const PATIENCE_MS = 500;
const SWEEP_MS = 100;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TOKEN = '0'.repeat(12);

/** Encoded once; only the id and the token differ from one query to the next. */
function template(domain: string): { readonly octets: Buffer; readonly tokenAt: number } {
  const octets = dnsPacket.encode({
    type: 'query',
    questions: [{ type: 'TLSA', name: `_25._tcp.${TOKEN}.wrong.${domain}` }],
    additionals: [
      {
        ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: dnsPacket.DNSSEC_OK },
        ...{ extendedRcode: 0, ednsVersion: 0, flag_do: true, options: [] },
      },
    ],
  });
  return { octets, tokenAt: octets.indexOf(TOKEN) };
}

async function load({ host, port, domain, concurrency, seconds }: DnsLoadOptions): Promise<DnsLoadResult> {
  const { octets, tokenAt } = template(domain);
  const socket = createSocket('udp4').bind(0, host);
  await once(socket, 'listening');
  const sentAt = new Float64Array(concurrency);
  let asked = 0;
  let answered = 0;
  let lost = 0;
  const ask = (slot: number): void => {
    const query = Buffer.from(octets);
    query.writeUInt16BE(slot, 0);
    asked += 1;
    for (let at = 0, rest = asked; rest > 0; at += 1, rest >>>= 5)
      query[tokenAt + at] = ALPHABET.charCodeAt(rest & 31);
    sentAt[slot] = performance.now();
    socket.send(query, port, host);
  };
  socket.on('message', (answer) => {
    answered += 1;
    ask(answer.readUInt16BE(0));
  });
  const sweep = setInterval(() => {
    sentAt.forEach((at, slot) => {
      if (performance.now() - at < PATIENCE_MS) return;
      lost += 1;
      ask(slot);
    });
  }, SWEEP_MS);
  const started = performance.now();
  for (let slot = 0; slot < concurrency; slot += 1) ask(slot);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const elapsed = (performance.now() - started) / 1000;
  clearInterval(sweep);
  socket.close();
  return { answered, lost, seconds: elapsed };
}

console.log(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '{}') as DnsLoadOptions)));
