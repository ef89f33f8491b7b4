import type { Logger } from '#logging';

/** Longer than what a connection gets to end by itself, shorter than Docker's patience (10 s). */
const LIMIT_MS = 8_000;

/** Closes the app. Answers the exit code: 0 when all was closed in order, 1 (and a line in the log) when not. */
export async function shutDown(app: { close(): Promise<void> }, logger: Logger): Promise<0 | 1> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not closed after ${LIMIT_MS / 1000} seconds`)), LIMIT_MS);
  });
  try {
    await Promise.race([app.close(), late]);
    return 0;
  } catch (error) {
    logger.error({ err: error }, 'the shutdown was not clean');
    return 1;
  } finally {
    clearTimeout(timer);
  }
}
