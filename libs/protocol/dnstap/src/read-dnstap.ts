/** From the payload of a frame to what a resolver asked. */
import ipaddr from 'ipaddr.js';

import { AUTH_QUERY, DnstapType, SOCKET_PROTOCOL, TYPE_MESSAGE, type DnstapFields } from './dnstap-schema.js';
import { readQuestion, type Question } from './read-question.js';

export interface DnstapQuery extends Question {
  /** When the name server received it, in milliseconds since the epoch. */
  readonly at: number;
  readonly resolverAddress: string;
  readonly resolverPort: number;
  readonly transport: keyof typeof TRANSPORTS;
}

export type DnstapReading =
  | { readonly kind: 'query'; readonly query: DnstapQuery }
  /** Well-formed, and not a query to an authoritative server: a response, for example. */
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed'; readonly reason: string };

const TRANSPORTS = {
  udp: SOCKET_PROTOCOL.udp,
  tcp: SOCKET_PROTOCOL.tcp,
  tls: SOCKET_PROTOCOL.dot,
  https: SOCKET_PROTOCOL.doh,
  quic: SOCKET_PROTOCOL.doq,
} as const;

/** The largest time that a `Date` holds. */
const LAST_MOMENT = 8.64e15;

/** Never throws, whatever the payload is. */
export function readDnstap(payload: Buffer): DnstapReading {
  const fields = decode(payload);
  if (fields === null) return malformed('it is not the protobuf of dnstap');
  const { type, message } = fields;
  if (type !== TYPE_MESSAGE || message?.type !== AUTH_QUERY) return { kind: 'other' };

  const resolverAddress = addressOf(message.queryAddress ?? []);
  const transport = transportOf(message.socketProtocol);
  if (resolverAddress === null || transport === null) return malformed('it does not say who asked, and how');
  const at = timeOf(message);
  if (at === null) return malformed('it does not say when it was asked');
  const question = readQuestion(Buffer.from(message.queryMessage ?? []));
  if (question === null) return malformed('its DNS message cannot be read');
  const resolverPort = message.queryPort ?? 0;
  return { kind: 'query', query: { ...question, at, resolverAddress, resolverPort, transport } };
}

function malformed(reason: string): DnstapReading {
  return { kind: 'malformed', reason };
}

function decode(payload: Buffer): DnstapFields | null {
  try {
    return DnstapType.toObject(DnstapType.decode(payload), { longs: Number }) as DnstapFields;
  } catch {
    return null;
  }
}

function timeOf({ queryTimeSec, queryTimeNsec = 0 }: NonNullable<DnstapFields['message']>): number | null {
  if (queryTimeSec === undefined || queryTimeNsec >= 1e9) return null;
  const at = queryTimeSec * 1000 + Math.floor(queryTimeNsec / 1_000_000);
  return at <= LAST_MOMENT ? at : null;
}

function addressOf(octets: ArrayLike<number>): string | null {
  if (octets.length !== 4 && octets.length !== 16) return null;
  return ipaddr.process(ipaddr.fromByteArray(Array.from(octets)).toString()).toString();
}

function transportOf(protocol: number | undefined): DnstapQuery['transport'] | null {
  const found = Object.entries(TRANSPORTS).find(([, number]) => number === protocol);
  return found === undefined ? null : (found[0] as DnstapQuery['transport']);
}
