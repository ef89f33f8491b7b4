/** From the plan of a scenario to its TLSA records, now that the certificates are known. */
import type { EarlierCertificates } from '#certs';
import { allAssociationData, corruptData, formatTlsa, tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';
import type { TlsaPlan } from '#scenarios';

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
export function plannedData(plan: TlsaPlan, subject: Uint8Array, certificates: EarlierCertificates): string {
  return formatTlsa(plannedRecord(plan, subject, certificates));
}

function corrupted(record: TlsaRecord, certificates: EarlierCertificates): TlsaRecord {
  const inUse = Object.values(certificates).flatMap(allAssociationData);
  return { ...record, data: corruptData(record, inUse) };
}
