/** A connection for one question; every message has its length in front (RFC 1035 §4.2.2). */
import { connect } from 'node:net';

import type { Endpoint } from '../endpoint.js';
import type { Query } from '../message/query.js';
import { readResponse } from '../message/response.js';
import type { Exchange, ExchangeLimits } from './exchange.js';
import { firstOutcome, socketFault } from './first-outcome.js';

/** Never rejects. */
export function exchangeTcp(server: Endpoint, query: Query, limits: ExchangeLimits): Promise<Exchange> {
  return firstOutcome(limits, (finish) => {
    const socket = connect({ host: server.address, port: server.port });
    let received = Buffer.alloc(0);
    socket.on('error', (error) => finish(socketFault(error)));
    socket.on('close', () => finish({ kind: 'failed', detail: 'closed the connection' }));
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const message = firstMessage(received);
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
      return { kind: 'failed', detail: 'answered another question' };
    case 'malformed':
      return { kind: 'failed', detail: read.detail };
  }
}

function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

function firstMessage(received: Buffer): Buffer | undefined {
  if (received.length < 2) return undefined;
  const end = 2 + received.readUInt16BE(0);
  return received.length < end ? undefined : received.subarray(2, end);
}
