/** The question that is sent. */
import { randomInt } from 'node:crypto';

import dnsPacket from 'dns-packet';

import type { RecordType } from './record-data.js';

export interface Query {
  readonly id: number;
  readonly name: string;
  readonly type: RecordType;
  /** As it goes over UDP. */
  readonly bytes: Buffer;
}

export interface QueryOptions {
  /** RD: whether the server shall ask others (RFC 1035 §4.1.1). */
  readonly recursion: boolean;
  /** CD: whether it shall answer with what it cannot validate (RFC 4035 §3.2.2). */
  readonly checkingDisabled: boolean;
}

/** Fits into one datagram on every path (RFC 9715 §3); what is longer comes by TCP. */
const UDP_PAYLOAD = 1232;

/**
 * DO asks for AD (RFC 6840 §5.8). The AD bit itself stays clear, although it would ask for the same (§5.7): a server
 * that knows nothing of DNSSEC and copies the header would send it back.
 */
export function createQuery(name: string, type: RecordType, options: QueryOptions): Query {
  const id = randomInt(0x10000);
  const flags =
    (options.recursion ? dnsPacket.RECURSION_DESIRED : 0) |
    (options.checkingDisabled ? dnsPacket.CHECKING_DISABLED : 0);
  const bytes = dnsPacket.encode({
    type: 'query',
    id,
    flags,
    questions: [{ name: name === '' ? '.' : name, type, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_PAYLOAD,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: dnsPacket.DNSSEC_OK,
        flag_do: true,
        options: [],
      },
    ],
  });
  return { id, name, type, bytes };
}
