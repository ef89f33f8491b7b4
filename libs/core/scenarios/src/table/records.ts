/** Which TLSA records a sender has to understand. */
import type { Catalogue } from '../scenario.js';

export const RECORDS = {
  certificates: [],
  scenarios: [],
} as const satisfies Catalogue;
