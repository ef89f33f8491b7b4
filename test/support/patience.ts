/** For `vi.waitFor`, whose own limit is a second: how long a busy machine may take. What never comes fails the test in the end. */
import { PATIENCE_MS } from '../lab/poll.js';

export const PATIENT = { timeout: PATIENCE_MS };
