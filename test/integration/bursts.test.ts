/**
 * Every limit of the product against more than fit, all begun before the first is answered: a limit that is read in one
 * step and taken in a later one lets them all in.
 */
import { describe, expect, it } from 'vitest';

import { API_BURSTS } from '../support/bursts/api-bursts.js';
import { HTTP_BURSTS } from '../support/bursts/http-bursts.js';
import { OBSERVER_BURSTS } from '../support/bursts/observer-bursts.js';
import { PROBE_BURSTS } from '../support/bursts/probe-bursts.js';
import { RECEIVER_BURSTS } from '../support/bursts/receiver-bursts.js';
import { STORE_BURSTS } from '../support/bursts/store-bursts.js';

describe.each([
  ['the API', API_BURSTS],
  ['its HTTP server', HTTP_BURSTS],
  ['a target of probes', PROBE_BURSTS],
  ['the receiver', RECEIVER_BURSTS],
  ['the observer', OBSERVER_BURSTS],
  ['the store', STORE_BURSTS],
])('a burst at %s takes all the room there is and not more:', (_where, bursts) => {
  it.each(bursts.map((burst) => [burst.limit, burst] as const))(
    '%s',
    async (_limit, { taken, held, fire }) => {
      expect(await fire()).toEqual({ taken, held });
    },
  );
});
