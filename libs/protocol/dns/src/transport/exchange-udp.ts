/** A socket of its own for every question: its random port is as hard to guess as the id (RFC 5452 §9.2). */
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

import type { Endpoint } from '../endpoint.js';
import type { Query } from '../message/query.js';
import { readResponse } from '../message/response.js';
import type { Exchange, ExchangeLimits } from './exchange.js';
import { firstOutcome, socketFault } from './first-outcome.js';

/** Never rejects. What has another id is ignored: it may be forged, and the right answer still on its way. */
export function exchangeUdp(server: Endpoint, query: Query, limits: ExchangeLimits): Promise<Exchange> {
  return firstOutcome(limits, (finish) => {
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    socket.on('error', (error) => finish(socketFault(error)));
    socket.on('message', (bytes) => {
      const read = readResponse(bytes, query);
      if (read.kind === 'malformed') finish({ kind: 'failed', why: read.why });
      if (read.kind === 'response') finish({ kind: 'answered', response: read.response });
    });
    // Connected: the kernel drops what others send, and tells when nobody listens there.
    const send = (): void => socket.send(query.bytes);
    socket.once('connect', send);
    socket.connect(server.port, server.address);
    return () => {
      // It may be told late that it is connected, and nothing can be sent by then.
      socket.off('connect', send);
      socket.close();
    };
  });
}
