import type { Socket } from 'node:net';

import { type ClientHello, MAX_HELLO_BYTES, readClientHello } from './client-hello.js';

/**
 * Reads the ClientHello and puts it back: the TLS socket made in `done` finds every byte. Null as soon as it cannot be one.
 * Waits no longer than OpenSSL would for the same bytes; who sends none is the concern of the timeouts.
 */
export function peekClientHello(socket: Socket, done: (hello: ClientHello | null) => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  const read = (): void => {
    for (let chunk = next(socket); chunk !== null; chunk = next(socket))
      bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length === 0) return;
    const reading = readClientHello(bytes);
    if (reading.state === 'incomplete' && bytes.length < MAX_HELLO_BYTES && !socket.readableEnded) return;
    socket.off('readable', read);
    socket.unshift(bytes);
    done(reading.state === 'read' ? reading.hello : null);
  };
  socket.on('readable', read);
}

function next(socket: Socket): Buffer | null {
  return socket.read() as Buffer | null;
}
