export { networkKeys, widestNetwork } from './network-keys.js';
export { TieredLimit, WIDER } from './tiered-limit.js';
export type { Admission, Exhausted, TieredLimits } from './tiered-limit.js';
