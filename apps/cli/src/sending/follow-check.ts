/** Follows a check by long polls: each answer shows a change, or that the wait is over. */
import {
  type CheckAnswer,
  type CheckClient,
  CheckServerError,
  type FollowedCheck,
  pauseFor,
} from '../check-client.js';
import type { Progress } from './judgement.js';

/** Seconds: less than many proxies give an answer. */
const MAX_WAIT_S = 50;

/** Sessions come by the dozen: more often than this nobody reads what changed. */
const BETWEEN_S = 0.25;

/** Seconds without news after which what is open may stay so: every server has tried every host long before. */
const QUIET_S = 15;

export interface Following {
  readonly forMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  readonly progressOf: (check: FollowedCheck) => Progress;
  readonly onChange: (check: FollowedCheck) => void;
  /** The server does not answer and will be asked again. */
  readonly onTrouble: (reason: string) => void;
}

/**
 * Resolves to the last answer: when the check is complete, or settled and quiet, when the time is over, or the signal ends it.
 *
 * @throws CheckServerError when asking again is of no use
 */
export async function followCheck(
  client: CheckClient,
  first: CheckAnswer,
  { forMs, signal, progressOf, onChange, onTrouble }: Following,
): Promise<CheckAnswer> {
  const end = performance.now() + forMs;
  let last = first;
  for (;;) {
    const progress = progressOf(last.check);
    const patienceS = progress === 'settled' ? QUIET_S : MAX_WAIT_S;
    const seconds = Math.min(Math.ceil((end - performance.now()) / 1000), patienceS);
    if (progress === 'complete' || seconds <= 0 || isAborted(signal)) return last;
    try {
      const { token, revision } = last.check;
      last = await client.changed(token, revision, seconds, signal);
      if (progress === 'settled' && last.check.revision === revision) return last;
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
