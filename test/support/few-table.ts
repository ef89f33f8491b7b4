/** The table of scenarios with one of each kind, and the certificates that these present or describe. */
import type { CertificatePlan, Scenario } from '#scenarios';

// oxlint-disable-next-line no-restricted-imports -- what it stands in for
import { TABLE as WHOLE } from '../../libs/core/scenarios/src/table.js';
import { isOneOfEachKind } from './one-of-each-kind.js';

interface Table {
  readonly certificates: readonly CertificatePlan[];
  readonly scenarios: readonly Scenario[];
}

const { certificates, scenarios }: Table = WHOLE;
const few = scenarios.filter(isOneOfEachKind);
const inUse = new Set(
  few.flatMap(({ certificate, release, tlsa }) => [
    certificate,
    release,
    ...tlsa.map(({ subject }) => subject),
  ]),
);

export const TABLE: Table = {
  certificates: certificates.filter(({ id }) => inUse.has(id)),
  scenarios: few,
};
