const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs work that cleans up after itself when it is interrupted. A command in a container is process 1, for which the kernel ignores
 * signals without a handler: Ctrl-C would do nothing.
 *
 * @throws Error `Interrupted.` when the work ended because of a signal
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (): void => {
    controller.abort(new Error('Interrupted.'));
  };
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  }
}
