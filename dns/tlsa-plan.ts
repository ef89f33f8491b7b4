/** From the plan of a scenario to its TLSA records, now that the certificates are known. */
import type { PublicCertificates } from '#certs';
import { allAssociationData, corruptData, formatTlsa, type TlsaRecord, tlsaRecord } from '#dane';
import type { Scenario, TlsaPlan } from '#scenarios';

/** The data of the scenario's TLSA records, in the order of the table. */
export function tlsaData(scenario: Scenario, certificates: PublicCertificates): string[] {
  return scenario.tlsa.map((plan) => formatTlsa(plannedRecord(plan, certificates)));
}

function plannedRecord(plan: TlsaPlan, certificates: PublicCertificates): TlsaRecord {
  const record = tlsaRecord(plan.usage, plan.selector, plan.matchingType, certificates[plan.subject]);
  if (!plan.corrupted) return record;
  const inUse = Object.values<Uint8Array>({ ...certificates }).flatMap(allAssociationData);
  return { ...record, data: corruptData(record, inUse) };
}
