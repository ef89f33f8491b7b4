/** DANE-TA(2): the record names an issuer, under whom the server's certificate must be valid (RFC 7671 §5.2, RFC 7672 §3.1.2). */
import { matchTlsa } from '../tlsa/match-record.js';
import { MATCHING_TYPE, sameBytes, SELECTOR, USAGE } from '../tlsa/tlsa-record.js';
import type { TlsaRecord } from '#dns';
import { type CertificateFields, readCertificate } from './certificate-fields.js';
import { type CertificationPath, CertificationPaths } from './certification-paths.js';
import { pathFault } from './path-faults.js';
import { bareKey, unusableReason } from './usable-records.js';
import type { RecordFault, RecordResult, VerificationInput } from './verification.js';

export class TrustAnchors {
  private readonly paths: CertificationPaths | undefined;

  constructor(private readonly input: VerificationInput) {
    const [server, ...others] = input.chain.map((der) => readCertificate(der));
    if (server === undefined) return;
    const carried = input.records.filter(carriesCertificate).map(({ data }) => readCertificate(data));
    this.paths = new CertificationPaths(server, [...others, ...carried].filter(isRead));
  }

  /** Compares a usable record of usage DANE-TA. */
  compare(record: TlsaRecord): RecordResult {
    const described = this.describedBy(record);
    if (described.length === 0) return this.compareAbsent(record);
    const anchors = described.flatMap((depth) => this.input.chain[depth] ?? []);
    return this.judge(record, this.paths?.endingIn(anchors) ?? [], described[0] ?? null);
  }

  /** The record describes nothing that was presented above the server's own certificate. */
  private compareAbsent(record: TlsaRecord): RecordResult {
    const own = matchTlsa({ ...record, usage: USAGE.daneEe }, this.input.chain);
    if (own.outcome === 'match') return mismatch(record, 'wrong-usage', 0);
    const paths = this.pathsWithCarried(record);
    if (paths.length > 0) return this.judge(record, paths, null);
    return mismatch(record, this.paths?.isCutOff() === true ? 'anchor-not-sent' : 'not-presented', null);
  }

  /** Records that hold the anchor itself need not have it sent along (RFC 7671 §5.2.2, §5.2.3). */
  private pathsWithCarried(record: TlsaRecord): CertificationPath[] {
    if (record.matchingType !== MATCHING_TYPE.full) return [];
    if (record.selector === SELECTOR.certificate) return this.paths?.endingIn([record.data]) ?? [];
    const key = bareKey(record);
    return key === undefined ? [] : (this.paths?.signedBy(key) ?? []);
  }

  private judge(
    record: TlsaRecord,
    paths: readonly CertificationPath[],
    described: number | null,
  ): RecordResult {
    const { referenceNames, now } = this.input;
    const faults = paths.map((path) => pathFault(path, referenceNames, now));
    const valid = paths[faults.indexOf(undefined)];
    if (valid === undefined) return mismatch(record, faults[0] ?? 'no-path', described);
    return { record, result: 'match', fault: null, depth: described === null ? null : this.depthOf(valid) };
  }

  private depthOf(path: CertificationPath): number {
    const anchor = path.at(-1) ?? path[0];
    return this.input.chain.findIndex((der) => sameBytes(der, anchor.der));
  }

  /** Where in the chain the record's certificates are; several, where a key has more than one. */
  private describedBy(record: TlsaRecord): number[] {
    const [server = new Uint8Array(), ...others] = this.input.chain;
    return others.flatMap((der, index) => {
      const isOther = !sameBytes(der, server);
      return isOther && matchTlsa(record, [server, der]).outcome === 'match' ? [index + 1] : [];
    });
  }
}

function mismatch(record: TlsaRecord, fault: RecordFault, depth: number | null): RecordResult {
  return { record, result: 'mismatch', fault, depth };
}

function carriesCertificate(record: TlsaRecord): boolean {
  return (
    record.usage === USAGE.daneTa &&
    record.selector === SELECTOR.certificate &&
    record.matchingType === MATCHING_TYPE.full &&
    unusableReason(record) === undefined
  );
}

function isRead(certificate: CertificateFields | undefined): certificate is CertificateFields {
  return certificate !== undefined;
}
