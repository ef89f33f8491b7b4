/**
 * THE table. The DNS generator, the certificates, what the receiver presents, the address list, the verdict and the page all
 * derive from it: adding a scenario of a known shape is adding one entry to its group (docs/dev/architecture.md).
 */
import type { Catalogue } from './scenario.js';
import { BASICS } from './table/basics.js';
import { CERTIFICATE_FAULTS } from './table/certificates.js';
import { DNSSEC } from './table/dnssec.js';
import { DOWNGRADE } from './table/downgrade.js';
import { MTA_STS } from './table/mta-sts.js';
import { RECORDS } from './table/records.js';
import { TOPOLOGY } from './table/topology.js';

export const TABLE = {
  /** The first is shown to clients that name no host. */
  certificates: [
    ...BASICS.certificates,
    ...RECORDS.certificates,
    ...CERTIFICATE_FAULTS.certificates,
    ...DNSSEC.certificates,
    ...DOWNGRADE.certificates,
    ...TOPOLOGY.certificates,
    ...MTA_STS.certificates,
  ],
  scenarios: [
    ...BASICS.scenarios,
    ...RECORDS.scenarios,
    ...CERTIFICATE_FAULTS.scenarios,
    ...DNSSEC.scenarios,
    ...DOWNGRADE.scenarios,
    ...TOPOLOGY.scenarios,
    ...MTA_STS.scenarios,
  ],
} as const satisfies Catalogue;
