export { networkKeys, widestNetwork } from './network-keys.js';
export { TieredLimit } from './tiered-limit.js';
export type { Admission, Exhausted, TieredLimits } from './tiered-limit.js';
