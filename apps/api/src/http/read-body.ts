import type { Request } from 'express';

import { CollectedBytes } from '#text';

/** How slow a body may come. */
export interface Pace {
  /** What any body gets. */
  readonly startMs: number;
  /** From then on. */
  readonly minBytesPerSecond: number;
}

export type BodyFault = 'too-large' | 'too-slow';

/**
 * Reads the body of a request. Unlike Express's parsers it answers as soon as the limit is passed and not when a client
 * stops sending; Node drops what still comes, until its time limit for requests ends the connection.
 *
 * @param done called once; never for a request whose connection ends early
 */
export function readBody(
  request: Request,
  { maxBytes, pace }: { readonly maxBytes: number; readonly pace: Pace },
  done: (body: Buffer | BodyFault) => void,
): void {
  const collected = new CollectedBytes(maxBytes);
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let last: NodeJS.Immediate | undefined;
  const leftMs = (): number =>
    began + pace.startMs + (collected.size / pace.minBytesPerSecond) * 1000 - performance.now();
  const watchPace = (): void => {
    timer = setTimeout(() => {
      // What has arrived while this process was busy is read first.
      last = setImmediate(() => (leftMs() <= 0 ? finish('too-slow') : watchPace()));
    }, leftMs()).unref();
  };
  const stop = (): void => {
    clearTimeout(timer);
    clearImmediate(last);
    request.off('data', onData).off('end', onEnd).off('close', stop);
  };
  const finish = (body: Buffer | BodyFault): void => {
    stop();
    done(body);
  };
  const onData = (chunk: Buffer): void => {
    if (collected.size + chunk.length > maxBytes) return finish('too-large');
    collected.add(chunk);
  };
  const onEnd = (): void => finish(collected.bytes);
  request.on('data', onData).on('end', onEnd).on('close', stop);
  watchPace();
}
