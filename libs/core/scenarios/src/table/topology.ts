/** MX records, aliases and several addresses. */
import type { Catalogue } from '../scenario.js';

export const TOPOLOGY = {
  certificates: [],
  scenarios: [],
} as const satisfies Catalogue;
