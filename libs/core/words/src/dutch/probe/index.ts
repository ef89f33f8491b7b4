/** What a probe found, and what to do about it; the texts in English belong to #probe itself. */
import type { ProbeLanguage } from '../../language.js';
import { resolverFindings } from './resolver-findings.js';
import { dnsFindings } from './dns-findings.js';
import { serverFindings } from './server-findings.js';
import { certificateFindings } from './certificate-findings.js';
import { policyFindings } from './policy-findings.js';
import { details } from './details.js';
import { phrases } from './phrases.js';

export const DUTCH_PROBE: ProbeLanguage = {
  findings: {
    ...resolverFindings,
    ...dnsFindings,
    ...serverFindings,
    ...certificateFindings,
    ...policyFindings,
  },
  phrases: { ...details, ...phrases },
};
