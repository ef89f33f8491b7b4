/** Follows a check by long polls: each answer shows a change, or that the wait is over. */
import {
  type CheckAnswer,
  type CheckClient,
  CheckServerError,
  type FollowedCheck,
  pauseFor,
} from '../check-client.js';

/** Seconds: less than many proxies give an answer. */
const MAX_WAIT_S = 50;

/** Sessions come by the dozen: more often than this nobody reads what changed. */
const BETWEEN_S = 0.25;

export interface Following {
  readonly forMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  readonly isComplete: (check: FollowedCheck) => boolean;
  readonly onChange: (check: FollowedCheck) => void;
  /** The server does not answer and will be asked again. */
  readonly onTrouble: (reason: string) => void;
}

/**
 * Resolves to the last answer: when the check is complete, the time is over, or the signal ends it.
 *
 * @throws CheckServerError when asking again is of no use
 */
export async function followCheck(
  client: CheckClient,
  first: CheckAnswer,
  { forMs, signal, isComplete, onChange, onTrouble }: Following,
): Promise<CheckAnswer> {
  const end = performance.now() + forMs;
  let last = first;
  for (;;) {
    const seconds = Math.min(Math.ceil((end - performance.now()) / 1000), MAX_WAIT_S);
    if (isComplete(last.check) || seconds <= 0 || isAborted(signal)) return last;
    try {
      last = await client.changed(last.check.token, last.check.revision, seconds, signal);
      onChange(last.check);
      await pauseFor(BETWEEN_S, signal);
    } catch (error) {
      // The signal ends requests and pauses with errors of its own: the next round returns.
      if (isAborted(signal)) continue;
      if (!(error instanceof CheckServerError) || error.retryAfterS === null) throw error;
      onTrouble(error.message);
      await pauseFor(Math.min(error.retryAfterS, seconds), signal).catch(() => undefined);
    }
  }
}

/** A function, for the compiler takes it that the answer stays what it was. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}
