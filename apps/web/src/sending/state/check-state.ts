import type { CheckBody } from '#contracts';

import { liveReducer } from '../../shared/state/live-state.js';

/** The revision grows with all that is stored; the number of observations does not, since some are trimmed. */
export const reduceCheck = liveReducer<CheckBody>({
  isOlder: (next, shown) => next.token === shown.token && next.revision < shown.revision,
  startsOver: true,
  hasEnded: () => false,
});
