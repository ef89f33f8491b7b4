/** What a certificate may lack, with usage 3 and with usage 2. */
import type { Catalogue } from '../scenario.js';

export const CERTIFICATE_FAULTS = {
  certificates: [],
  scenarios: [],
} as const satisfies Catalogue;
