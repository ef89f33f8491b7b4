/** A connection for one question; every message has its length in front (RFC 1035 §4.2.2). */
import { connect } from 'node:net';

import { detail } from '#text';

import type { Endpoint } from '../endpoint.js';
import type { Query } from '../message/query.js';
import { readResponse } from '../message/response.js';
import type { Exchange, ExchangeLimits } from './exchange.js';
import { firstOutcome, socketFault } from './first-outcome.js';
import { MessageReader } from './message-reader.js';

/** Never rejects. */
export function exchangeTcp(server: Endpoint, query: Query, limits: ExchangeLimits): Promise<Exchange> {
  return firstOutcome(limits, (finish) => {
    const socket = connect({ host: server.address, port: server.port });
    const reader = new MessageReader();
    socket.on('error', (error) => finish(socketFault(error)));
    socket.on('close', () => finish({ kind: 'failed', why: detail('closed') }));
    socket.on('data', (bytes) => {
      const message = reader.read(bytes);
      if (message !== undefined) finish(outcomeOf(message, query));
    });
    socket.write(withLength(query.bytes));
    return () => socket.destroy();
  });
}

function outcomeOf(message: Buffer, query: Query): Exchange {
  const read = readResponse(message, query);
  switch (read.kind) {
    case 'response':
      return { kind: 'answered', response: read.response };
    case 'foreign':
      return { kind: 'failed', why: detail('dns-other-question') };
    case 'malformed':
      return { kind: 'failed', why: read.why };
  }
}

function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
