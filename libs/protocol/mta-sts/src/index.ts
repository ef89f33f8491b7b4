export {
  coversHost,
  isForHost,
  readMtaStsPolicy,
  readMtaStsRecord,
  type MtaStsPolicy,
  type ReadPolicy,
} from './mta-sts.js';
export {
  policyFetcher,
  type FetchedPolicy,
  type FetchPolicy,
  type PolicyFetcherOptions,
} from './policy-fetcher.js';
