export { networkKeys, widestNetwork } from './network-keys.js';
export { ratesOfClient, TieredRates } from './tiered-rates.js';
export type { Rate, RateExceeded, RateWindow } from './tiered-rates.js';
export { TieredLimit, WIDER } from './tiered-limit.js';
export type { Admission, Exhausted, TieredLimits } from './tiered-limit.js';
