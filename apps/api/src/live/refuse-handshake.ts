/**
 * Engine.IO answers every refused handshake with 403 or 400. That a server is full is another thing than that somebody may not
 * come in, and who knows it comes back later.
 */
import { type IncomingMessage, STATUS_CODES, type ServerResponse } from 'node:http';

import { PROBLEM_MEDIA_TYPE, type ProblemBody } from '#contracts';

import { retryAfter } from '../problem/problems.js';

/** @param done called when the answer is written: Engine.IO then ends the connection, and writes nothing more */
export function refuseHandshake(request: IncomingMessage, problem: ProblemBody, done: () => void): void {
  const body = JSON.stringify(problem);
  const headers: Readonly<Record<string, string>> = {
    'Cache-Control': 'no-store',
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Length': String(Buffer.byteLength(body)),
    ...retryAfter(problem),
  };
  const { res } = request as { res?: ServerResponse };
  if (res === undefined) return refuseUpgrade(request, problem.status, headers, body, done);
  res.writeHead(problem.status, headers).end(body);
  done();
}

/** A WebSocket handshake has no response object: its answer is written to the connection. */
function refuseUpgrade(
  { socket }: IncomingMessage,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  done: () => void,
): void {
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines].join('\r\n');
  let isDone = false;
  const finish = (): void => {
    if (!isDone) done();
    isDone = true;
  };
  socket.on('error', finish);
  socket.once('close', finish);
  socket.end(`${head}\r\n\r\n${body}`, finish);
}
