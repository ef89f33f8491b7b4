/** The events at `/socket.io`, typed once for both ends. */
import type { CheckBody } from './check.contract.js';
import type { ProbeBody } from './probe.contract.js';
import type { ProblemBody } from './problem.contract.js';

export interface ClientToServerEvents {
  /** Joins the check's room; the acknowledgement carries the check as it is now. Watching again is harmless. */
  'check:watch': (token: string, reply: (answer: CheckBody | ProblemBody) => void) => void;
  /** Joins the probe's room; the acknowledgement carries the probe as it is now. Watching again is harmless. */
  'probe:watch': (id: string, reply: (answer: ProbeBody | ProblemBody) => void) => void;
}

export interface ServerToClientEvents {
  /**
   * The whole check, after every new stored observation and whenever its verdict changes by time. Observations beyond the
   * cap are only counted and push nothing: the next update, or the next reading, has their number.
   */
  'check:update': (check: CheckBody) => void;
  /** The check with this token is not there any more, and nobody watches it; watching it again is answered with the problem. */
  'check:gone': (token: string) => void;
  /** The whole probe, some times a second while steps come, and when it has ended. */
  'probe:update': (probe: ProbeBody) => void;
}

/** Tells the two possible acknowledgements apart. */
export function isProblem(answer: CheckBody | ProbeBody | ProblemBody): answer is ProblemBody {
  return 'status' in answer;
}
