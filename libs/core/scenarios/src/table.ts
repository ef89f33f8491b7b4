/**
 * THE table. The DNS generator, the certificates, what the receiver presents, the address list, the verdict and the page all
 * derive from it: adding a scenario of a known shape is adding one entry to its group (docs/architecture.md).
 */
import type { Catalogue } from './scenario.js';
import { BASICS } from './table/basics.js';

export const TABLE = {
  /** The first is shown to clients that name no host. */
  certificates: [...BASICS.certificates],
  scenarios: [...BASICS.scenarios],
} as const satisfies Catalogue;
