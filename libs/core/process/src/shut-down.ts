import type { Logger } from '#logging';

export interface Closable {
  close(): Promise<void>;
}

/** Closes the app. Answers the exit code: 0 when all was closed in order, 1 (and a line in the log) when not. */
export async function shutDown(app: Closable, limitMs: number, logger: Logger): Promise<0 | 1> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not closed after ${limitMs / 1000} seconds`)), limitMs);
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
