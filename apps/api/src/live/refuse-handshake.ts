/**
 * Engine.IO answers every refused handshake with 403 or 400. That a server is full is another thing than that somebody may not
 * come in, and who knows it comes back later.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ProblemBody } from '#contracts';

import { problemHeaders, rawAnswer } from '../http/raw-answer.js';

/** @param done called when the answer is written: Engine.IO then ends the connection, and writes nothing more */
export function refuseHandshake(request: IncomingMessage, problem: ProblemBody, done: () => void): void {
  const { res } = request as { res?: ServerResponse };
  if (res === undefined) return refuseUpgrade(request, problem, done);
  const body = JSON.stringify(problem);
  res.writeHead(problem.status, problemHeaders(problem, body)).end(body);
  done();
}

/** A WebSocket handshake has no response object: its answer is written to the connection. */
function refuseUpgrade({ socket }: IncomingMessage, problem: ProblemBody, done: () => void): void {
  let isDone = false;
  const finish = (): void => {
    if (!isDone) done();
    isDone = true;
  };
  socket.on('error', finish);
  socket.once('close', finish);
  socket.end(rawAnswer(problem), finish);
}
