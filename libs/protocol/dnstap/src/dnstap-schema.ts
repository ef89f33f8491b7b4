/**
 * The part of the dnstap schema (dnstap.info) that a query of an authoritative server needs, as a descriptor. Fields
 * that are left out here are skipped when a message is read.
 */
import protobuf from 'protobufjs/light.js';

/** The content type of a Frame Stream that carries it. */
export const DNSTAP_CONTENT_TYPE = 'protobuf:dnstap.Dnstap';

/** Dnstap.Type, the only one there is. */
export const TYPE_MESSAGE = 1;

/** Message.Type: a query as an authoritative server received it. */
export const AUTH_QUERY = 1;

/** SocketProtocol. */
export const SOCKET_PROTOCOL = { udp: 1, tcp: 2, dot: 3, doh: 4, doq: 7 } as const;

const root = protobuf.Root.fromJSON({
  nested: {
    Dnstap: {
      fields: {
        type: { rule: 'required', type: 'uint32', id: 15 },
        message: { type: 'Message', id: 14 },
      },
    },
    Message: {
      fields: {
        type: { rule: 'required', type: 'uint32', id: 1 },
        socketProtocol: { type: 'uint32', id: 3 },
        queryAddress: { type: 'bytes', id: 4 },
        queryPort: { type: 'uint32', id: 6 },
        queryTimeSec: { type: 'uint64', id: 8 },
        queryTimeNsec: { type: 'fixed32', id: 9 },
        queryMessage: { type: 'bytes', id: 10 },
      },
    },
  },
});

export const DnstapType = root.lookupType('Dnstap');

/** What `DnstapType` decodes to, as plain values. */
export interface DnstapFields {
  readonly type: number;
  readonly message?: {
    readonly type: number;
    readonly socketProtocol?: number;
    readonly queryAddress?: Uint8Array;
    readonly queryPort?: number;
    readonly queryTimeSec?: number;
    readonly queryTimeNsec?: number;
    readonly queryMessage?: Uint8Array;
  };
}
