/** Hosts that stand for an attacker who takes TLS away. */
import type { Catalogue } from '../scenario.js';

export const DOWNGRADE = {
  certificates: [],
  scenarios: [],
} as const satisfies Catalogue;
