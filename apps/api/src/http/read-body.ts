import type { Request } from 'express';

/**
 * Reads the body of a request. Unlike Express's parsers it answers as soon as the limit is passed and not when a client
 * stops sending; Node drops what still comes, until its time limit for requests ends the connection.
 *
 * @param done told once; of a request that breaks off, never
 */
export function readBody(
  request: Request,
  maxBytes: number,
  done: (body: Buffer | 'too-large') => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (body: Buffer | 'too-large'): void => {
    request.off('data', onData).off('end', onEnd);
    done(body);
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) finish('too-large');
  };
  const onEnd = (): void => finish(Buffer.concat(chunks));
  request.on('data', onData).on('end', onEnd);
}
