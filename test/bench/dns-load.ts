/**
 * The generator of DNS queries, as a process of its own so that it can be pinned: keeps a number of them under way for a
 * time. They ask what a sender does, of every zone in turn, and with a token wherever a name has one: each time another, which no
 * check has. That is the most work that a stranger can make.
 * Reads one JSON object (DnsLoadOptions). Prints one JSON object (DnsLoadResult).
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';

import dnsPacket, { type Question } from 'dns-packet';

import { mailHosts, tlsaNameOf } from '#checks';
import { SCENARIOS } from '#scenarios';

export interface DnsLoadOptions {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  /** How many are under way; at most 256. */
  readonly concurrency: number;
  readonly seconds: number;
}

export interface DnsLoadResult {
  readonly answered: number;
  /** Without an answer after `PATIENCE_MS`; others were asked in their place. */
  readonly lost: number;
  readonly seconds: number;
}

const PATIENCE_MS = 2000;
const SWEEP_MS = 200;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TOKEN = '0'.repeat(12);

/** The MX and TLSA records of every scenario, and so of every zone. */
function questions(domain: string): Question[] {
  return SCENARIOS.flatMap((scenario): Question[] => {
    const host = `${TOKEN}.${scenario.id}.${domain}`;
    const named = mailHosts(scenario, domain).filter(({ mx }) => mx !== null);
    const hosts = named.length === 0 ? [host] : named.map(({ name }) => name);
    return [
      { type: 'MX', name: host },
      ...hosts.map((name): Question => ({ type: 'TLSA', name: tlsaNameOf(name) })),
    ];
  });
}

interface Template {
  readonly octets: Buffer;
  /** -1 where there is none. */
  readonly tokenAt: number;
}

/** Encoded once; only the id and the token differ from one query to the next. */
function template(question: Question): Template {
  const octets = dnsPacket.encode({
    type: 'query',
    questions: [question],
    additionals: [
      {
        ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: dnsPacket.DNSSEC_OK },
        ...{ extendedRcode: 0, ednsVersion: 0, flag_do: true, options: [] },
      },
    ],
  });
  return { octets, tokenAt: octets.indexOf(TOKEN) };
}

/** One place among the queries under way. */
interface Slot {
  /** Its number, and above that how often it was used: a late answer to the query before is told apart. */
  id: number;
  sentAt: number;
}

async function load({ host, port, domain, concurrency, seconds }: DnsLoadOptions): Promise<DnsLoadResult> {
  const templates = questions(domain).map(template);
  const socket = createSocket('udp4').bind(0, host);
  await once(socket, 'listening');
  const slots = Array.from({ length: concurrency }, (_, number): Slot => ({ id: number, sentAt: 0 }));
  const counts = { asked: 0, answered: 0, lost: 0 };
  const ask = (slot: Slot): void => {
    slot.id = (slot.id + 256) & 0xffff;
    slot.sentAt = performance.now();
    const { octets, tokenAt } = templates[counts.asked % templates.length]!;
    const query = Buffer.from(octets);
    query.writeUInt16BE(slot.id, 0);
    counts.asked += 1;
    if (tokenAt >= 0) {
      for (let at = tokenAt, rest = counts.asked; rest > 0; at += 1, rest >>>= 5)
        query[at] = ALPHABET.charCodeAt(rest & 31);
    }
    socket.send(query, port, host);
  };
  socket.on('message', (answer) => {
    const id = answer.readUInt16BE(0);
    const slot = slots[id & 255];
    if (slot?.id !== id) return;
    counts.answered += 1;
    ask(slot);
  });
  const sweep = setInterval(() => {
    for (const slot of slots.filter(({ sentAt }) => performance.now() - sentAt > PATIENCE_MS)) {
      counts.lost += 1;
      ask(slot);
    }
  }, SWEEP_MS);
  const started = performance.now();
  for (const slot of slots) ask(slot);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const elapsed = (performance.now() - started) / 1000;
  clearInterval(sweep);
  socket.close();
  return { answered: counts.answered, lost: counts.lost, seconds: elapsed };
}

console.log(JSON.stringify(await load((await json(process.stdin)) as DnsLoadOptions)));
