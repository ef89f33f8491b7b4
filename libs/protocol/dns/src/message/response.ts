/** What comes back, checked to be an answer to the question that was asked (RFC 5452 §9.1). */
import dnsPacket from 'dns-packet';

import { withoutRootDot, detail, type Phrase } from '#text';

import { extendedError } from './extended-error.js';
import { beyondMessageBounds } from './message-bounds.js';
import type { Query } from './query.js';

export const RCODE = { noError: 0, serverFailure: 2, nameError: 3 } as const;

export interface Response {
  readonly rcode: number;
  /** AA. */
  readonly authoritative: boolean;
  /** TC. */
  readonly truncated: boolean;
  /** RA. */
  readonly recursionAvailable: boolean;
  /** AD: the server validated everything in here. */
  readonly authenticData: boolean;
  readonly answers: readonly dnsPacket.Answer[];
  readonly authorities: readonly dnsPacket.Answer[];
  readonly additionals: readonly dnsPacket.Answer[];
  readonly extendedError: string | undefined;
}

export type ReadResponse =
  | { readonly kind: 'response'; readonly response: Response }
  /** Not a reply to this question: anybody may have sent it. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'malformed'; readonly why: Phrase };

/** Far more than any name of a mail server has, with signatures and what is added to an answer. */
const MAX_RECORDS = 512;

/**
 * dns-packet believes lengths that point behind the end. With zeros there such a record is read to its length, and the
 * message comes out longer than it is.
 */
const BEHIND_THE_END = Buffer.alloc(0x10000);

/** Takes any bytes. */
export function readResponse(bytes: Buffer, query: Query): ReadResponse {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== query.id) return { kind: 'foreign' };
  const excess = beyondMessageBounds(bytes, MAX_RECORDS);
  if (excess !== null) return { kind: 'malformed', why: detail('dns-beyond-bounds', excess) };
  const packet = decode(bytes);
  if (packet === undefined) return { kind: 'malformed', why: detail('dns-malformed') };
  if (!packet.flag_qr || !isEcho(packet.questions ?? [], query)) {
    return { kind: 'malformed', why: detail('dns-other-question') };
  }
  return { kind: 'response', response: responseOf(packet) };
}

function decode(bytes: Buffer): dnsPacket.DecodedPacket | undefined {
  try {
    const packet = dnsPacket.decode(Buffer.concat([bytes, BEHIND_THE_END]));
    return dnsPacket.decode.bytes === bytes.length ? packet : undefined;
  } catch {
    // It has no error type of its own: whatever is thrown here is about these bytes.
    return undefined;
  }
}

function isEcho(questions: readonly dnsPacket.Question[], { name, type }: Query): boolean {
  const [question] = questions;
  return (
    questions.length === 1 &&
    question?.type === type &&
    question.class === 'IN' &&
    withoutRootDot(question.name) === name
  );
}

function responseOf(packet: dnsPacket.DecodedPacket): Response {
  const { flags = 0, answers = [], authorities = [], additionals = [] } = packet;
  const opt = additionals.find((record) => record.type === 'OPT');
  return {
    // EDNS holds the upper bits (RFC 6891 §6.1.3).
    rcode: ((opt?.extendedRcode ?? 0) << 4) | (flags & 0xf),
    authoritative: packet.flag_aa,
    truncated: packet.flag_tc,
    recursionAvailable: packet.flag_ra,
    authenticData: packet.flag_ad,
    answers,
    authorities,
    additionals,
    extendedError: extendedError(additionals),
  };
}

const RCODES: Readonly<Record<number, string>> = {
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  9: 'NOTAUTH',
  16: 'BADVERS',
};

/** Such as `answered SERVFAIL (signature expired)`. */
export function rcodeText({ rcode, extendedError: reason }: Response): Phrase {
  const name = RCODES[rcode] ?? `RCODE${rcode}`;
  return reason === undefined ? detail('dns-answered', name) : detail('dns-answered-why', name, reason);
}
