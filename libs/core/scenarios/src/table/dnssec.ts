/** What a sender has to make of DNSSEC. */
import type { Catalogue } from '../scenario.js';

export const DNSSEC = {
  certificates: [],
  scenarios: [],
} as const satisfies Catalogue;
