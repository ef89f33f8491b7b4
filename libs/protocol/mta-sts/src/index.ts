export { coversHost, readMtaStsPolicy, readMtaStsRecord, type MtaStsPolicy } from './mta-sts.js';
export {
  policyFetcher,
  type FetchedPolicy,
  type FetchPolicy,
  type PolicyFetcherOptions,
} from './policy-fetcher.js';
