import type { Request } from 'express';

/** How slow a body may come. */
export interface Pace {
  /** What any body gets. */
  readonly startMs: number;
  /** From then on. */
  readonly minBytesPerSecond: number;
}

export type BodyFault = 'too-large' | 'too-slow';

const FIRST_BYTES = 4_096;

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
  // One buffer that grows: a list of chunks costs a hundred times its bytes when each chunk has one.
  let bytes: Buffer = Buffer.allocUnsafe(Math.min(FIRST_BYTES, maxBytes));
  let size = 0;
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let last: NodeJS.Immediate | undefined;
  const leftMs = (): number =>
    began + pace.startMs + (size / pace.minBytesPerSecond) * 1000 - performance.now();
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
    if (size + chunk.length > maxBytes) return finish('too-large');
    if (size + chunk.length > bytes.length) bytes = grown(bytes, size + chunk.length, maxBytes);
    chunk.copy(bytes, size);
    size += chunk.length;
  };
  const onEnd = (): void => finish(bytes.subarray(0, size));
  request.on('data', onData).on('end', onEnd).on('close', stop);
  watchPace();
}

function grown(bytes: Buffer, needed: number, maxBytes: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(needed, bytes.length * 2)));
  bytes.copy(larger);
  return larger;
}
