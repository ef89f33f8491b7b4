/** From the plan of a scenario to its TLSA records, now that the certificates are known. */
import type { EarlierCertificates } from '#certs';
import { allAssociationData, corruptData, formatTlsa, tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';
import { PRIVATE_USE, type TlsaPlan } from '#scenarios';

/** The planned record about that one of the certificates. */
export function plannedRecord(
  plan: TlsaPlan,
  subject: Uint8Array,
  certificates: EarlierCertificates,
): TlsaRecord {
  const { usage, selector, matchingType } = plan;
  // What nobody knows has the data of `x 1 1`, so that only the number is at fault.
  const record = {
    ...tlsaRecord(usage, known(selector), known(matchingType), subject),
    ...{ selector, matchingType },
  };
  switch (plan.data) {
    case 'right':
      return record;
    case 'short':
      return { ...record, data: record.data.subarray(0, -1) };
    case 'corrupted': {
      return { ...record, data: corruptData(record, dataInUse(certificates)) };
    }
  }
}

const inUse = new WeakMap<EarlierCertificates, Uint8Array[]>();

/** Of all certificates, by every record that can describe one; a zone has dozens of corrupted records. */
function dataInUse(certificates: EarlierCertificates): Uint8Array[] {
  const before = inUse.get(certificates);
  if (before !== undefined) return before;
  const data = Object.values(certificates).flatMap(allAssociationData);
  inUse.set(certificates, data);
  return data;
}

/** As `plannedRecord`, as a zone has it. */
export function plannedData(plan: TlsaPlan, subject: Uint8Array, certificates: EarlierCertificates): string {
  return formatTlsa(plannedRecord(plan, subject, certificates));
}

function known<Value extends number>(value: Value | typeof PRIVATE_USE): Value | 1 {
  return value === PRIVATE_USE ? 1 : value;
}
