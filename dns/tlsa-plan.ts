/** From the plan of a scenario to its TLSA records, now that the certificates are known. */
import type { EarlierCertificates, PublicCertificates } from '#certs';
import { allAssociationData, corruptData, formatTlsa, tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';
import type { Scenario, TlsaPlan } from '#scenarios';

/** The data of the scenario's TLSA records, in the order of the table. */
export function tlsaData(scenario: Scenario, certificates: PublicCertificates): string[] {
  return scenario.tlsa.map((plan) => plannedData(plan, certificates[plan.subject], certificates));
}

/** The planned record about that one of the certificates. */
export function plannedRecord(
  plan: TlsaPlan,
  subject: Uint8Array,
  certificates: EarlierCertificates,
): TlsaRecord {
  const record = tlsaRecord(plan.usage, plan.selector, plan.matchingType, subject);
  return plan.corrupted ? corrupted(record, certificates) : record;
}

/** As `plannedRecord`, as a zone has it. */
export function plannedData(
  plan: TlsaPlan,
  subject: Uint8Array,
  certificates: EarlierCertificates | PublicCertificates,
): string {
  return formatTlsa(plannedRecord(plan, subject, certificates));
}

function corrupted(record: TlsaRecord, { ca, leaf, spare }: EarlierCertificates): TlsaRecord {
  const inUse = [ca, leaf, ...(spare === undefined ? [] : [spare])].flatMap(allAssociationData);
  return { ...record, data: corruptData(record, inUse) };
}
