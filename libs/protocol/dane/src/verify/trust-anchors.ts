/** DANE-TA(2): the record names an issuer, under whom the server's certificate must be valid (RFC 7671 §5.2, RFC 7672 §3.1.2). */
import { detail, type Phrase } from '#text';

import { matchTlsa } from '../tlsa/match-record.js';
import { MATCHING_TYPE, sameBytes, SELECTOR, USAGE } from '../tlsa/tlsa-record.js';
import type { TlsaRecord } from '#dns';
import { basicConstraints, isSelfSigned } from './certificate-extensions.js';
import {
  type CertificateFields,
  datesOf,
  isNamedBy,
  isSignedByKey,
  isValidAt,
  readCertificate,
} from './certificate-fields.js';
import { FAULTS, judgePath, type PathError, type PathJudgement } from './openssl-verify.js';
import { matchedNames, presentedNames } from './server-names.js';
import {
  bareKey,
  type Caveat,
  type RecordFault,
  type RecordResult,
  unusableReason,
  type VerificationInput,
} from './verify-dane.js';

/** What a stranger may make us ask of OpenSSL for one chain; a chain of ten has nine issuers. */
const MOST_ANCHORS = 9;
/** Each of 64 certificates by two keys. */
const MOST_SIGNATURES = 128;
const VERSION_3 = 2;

/** X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED. */
const DATE_ERRORS: readonly number[] = [9, 10];

interface Judged {
  readonly fault: RecordFault | null;
  readonly why: Phrase | null;
  readonly caveat: Caveat | null;
}

interface JudgedAnchor extends Judged {
  readonly depth: number | null;
}

/** What the topmost certificate of a path is: the anchor, or what a bare key of a record signed. */
type TopRole = 'anchor' | 'signed-by-anchor';

export class TrustAnchors {
  private readonly server: CertificateFields | undefined;
  /** What may stand above the server's certificate: presented, or carried by a record (RFC 7671 §5.2.2). */
  private readonly pool: readonly CertificateFields[];
  private anchorsLeft = MOST_ANCHORS;
  private signaturesLeft = MOST_SIGNATURES;
  private readonly judged = new Map<string, Judged>();

  constructor(private readonly input: VerificationInput) {
    const [server, ...others] = input.chain.map((der) => readCertificate(der));
    this.server = server;
    const carried = input.records.filter(carriesCertificate).map(({ data }) => readCertificate(data));
    this.pool = distinct([...others, ...carried].filter((one) => one !== undefined)).filter(
      ({ der }) => server === undefined || !sameBytes(der, server.der),
    );
  }

  /** Compares a usable record of usage DANE-TA. */
  compare(record: TlsaRecord): RecordResult {
    const [server = new Uint8Array()] = this.input.chain;
    const own = matchTlsa({ ...record, usage: USAGE.daneEe }, [server]);
    const depths = this.input.chain.flatMap((der, index) => {
      const isOther = index > 0 && !sameBytes(der, server);
      return isOther && matchTlsa(record, [server, der]).outcome === 'match' ? [index] : [];
    });
    if (depths.length > 0) {
      return best(
        record,
        depths.map((depth) => ({ depth, ...this.judge(this.input.chain[depth]) })),
      );
    }
    if (own.outcome === 'match') return mismatch(record, 'wrong-usage', 0);
    const unsent = this.anchorsNotSent(record);
    if (unsent.length > 0) return best(record, unsent);
    return mismatch(record, this.isCutOff() ? 'anchor-not-sent' : 'not-presented', null);
  }

  /**
   * Records that hold the anchor itself need not have it sent along (RFC 7671 §5.2.2); for a bare key, what it signed
   * takes the place of the anchor (§5.2.3).
   */
  private anchorsNotSent(record: TlsaRecord): JudgedAnchor[] {
    const { server } = this;
    if (server === undefined || record.matchingType !== MATCHING_TYPE.full) return [];
    if (record.selector === SELECTOR.certificate) {
      const anchor = readCertificate(record.data);
      const isIssuer =
        anchor !== undefined &&
        [server, ...this.pool].some((one) => isNamedBy(one, anchor) && !sameBytes(one.der, anchor.der));
      return isIssuer ? [{ depth: null, ...this.judge(record.data) }] : [];
    }
    const key = bareKey(record);
    if (key === undefined) return [];
    const isSigned = (one: CertificateFields): boolean => {
      this.signaturesLeft -= 1;
      return this.signaturesLeft >= 0 && isSignedByKey(one, key);
    };
    return [server, ...this.pool]
      .filter(isSigned)
      .map(({ der }) => ({ depth: null, ...this.judge(der, 'signed-by-anchor') }));
  }

  private judge(der: Uint8Array | undefined, role: TopRole = 'anchor'): Judged {
    const top = der === undefined ? undefined : readCertificate(der);
    const { server } = this;
    if (server === undefined || top === undefined) return { fault: 'no-path', why: null, caveat: null };
    const key = `${role} ${top.x509.fingerprint256}`;
    const judged = this.judged.get(key) ?? this.judgeTop(server, top, role);
    this.judged.set(key, judged);
    return judged;
  }

  private judgeTop(server: CertificateFields, top: CertificateFields, role: TopRole): Judged {
    const { referenceNames, now } = this.input;
    const path = this.pathTo(server, top);
    if (path === null) return { fault: 'no-path', why: null, caveat: null };
    const judgement = this.askOpenSsl(server, top, path);
    if (judgement.kind === 'not-judged') return { fault: 'not-judged', why: judgement.why, caveat: null };
    const isExempt = role === 'anchor' && !isSelfSigned(top) && !isValidAt(top, now);
    const [error] = isExempt ? withoutDatesOfTop(judgement.errors) : judgement.errors;
    if (error !== undefined) {
      const why = detail('verbatim', `${error.text}, depth ${error.depth}`);
      return { fault: FAULTS[error.code] ?? 'no-path', why, caveat: null };
    }
    if (matchedNames(presentedNames(server), referenceNames).length === 0) {
      return { fault: 'wrong-name', why: null, caveat: null };
    }
    const outOfDate = datesOf(top).notAfter < now ? 'anchor-expired' : 'anchor-not-yet-valid';
    return { fault: null, why: null, caveat: isExempt ? outOfDate : this.caveatOf(top) };
  }

  /**
   * What stands between both, as OpenSSL goes with DANE: always to the first issuer that is valid now, or else to the one
   * that was valid last. It does not come back to try another of that name. Null when it does not meet the top so.
   */
  private pathTo(server: CertificateFields, top: CertificateFields): CertificateFields[] | null {
    const path: CertificateFields[] = [];
    let current = server;
    while (!sameBytes(current.der, top.der)) {
      const child = current;
      if (isSelfSigned(child)) return null;
      const named = this.pool.filter((one) => !path.includes(one) && isNamedBy(child, one));
      const fitting = named.filter((one) => child.x509.checkIssued(one.x509));
      // What only has the name is for OpenSSL to refuse, with its reason.
      const issuers = fitting.length > 0 ? fitting : named;
      const [latest] = issuers.toSorted((a, b) => datesOf(b).notAfter - datesOf(a).notAfter);
      const issuer = issuers.find((one) => isValidAt(one, this.input.now)) ?? latest;
      if (issuer === undefined) return null;
      path.push(issuer);
      current = issuer;
    }
    return path;
  }

  private askOpenSsl(
    server: CertificateFields,
    top: CertificateFields,
    path: readonly CertificateFields[],
  ): PathJudgement {
    this.anchorsLeft -= 1;
    if (this.anchorsLeft < 0) {
      return { kind: 'not-judged', why: detail('many-anchors', MOST_ANCHORS) };
    }
    const others = path.map(({ der }) => der);
    return judgePath(
      { server: server.der, others, anchor: top.der, now: this.input.now },
      [server, top, ...path].map(datesOf),
    );
  }

  /** RFC 5280 §6.1.4 (k); OpenSSL takes the key usage, or the record, for enough. */
  private caveatOf(anchor: CertificateFields): Caveat | null {
    const issuers = [...this.pool, ...(this.server === undefined ? [] : [this.server])].flatMap((one) =>
      [anchor, ...this.pool].filter((issuer) => issuer !== one && isNamedBy(one, issuer)),
    );
    const isBare = (one: CertificateFields): boolean =>
      one.parsed.version >= VERSION_3 && basicConstraints(one) === undefined;
    return issuers.some(isBare) ? 'no-basic-constraints' : null;
  }

  /** Whether the presented certificates lead to one that was issued by somebody else, who was not sent along. */
  private isCutOff(): boolean {
    const seen = new Set<CertificateFields>();
    let top = this.server;
    while (top !== undefined && !seen.has(top)) {
      if (isSelfSigned(top)) return false;
      seen.add(top);
      const current: CertificateFields = top;
      const issuer = this.pool.find((one) => isNamedBy(current, one));
      if (issuer === undefined) return true;
      top = issuer;
    }
    return false;
  }
}

/**
 * With DANE, OpenSSL asks for the dates of an anchor only where it signed itself; for a partial chain always. The top has
 * the greatest depth, and an error of dates does not keep `openssl verify` from going on.
 */
function withoutDatesOfTop(errors: readonly PathError[]): PathError[] {
  const depth = Math.max(...errors.map((error) => error.depth));
  return errors.filter((error) => !DATE_ERRORS.includes(error.code) || error.depth !== depth);
}

/** One of the certificates that a record describes is enough. */
function best(record: TlsaRecord, judged: readonly JudgedAnchor[]): RecordResult {
  const match = judged.find(({ fault }) => fault === null);
  if (match !== undefined) return { record, result: 'match', ...match };
  const open = judged.find(({ fault }) => fault === 'not-judged');
  const { fault, why } = open ?? judged[0] ?? { fault: 'no-path', why: null };
  return {
    ...mismatch(record, fault ?? 'no-path', judged[0]?.depth ?? null),
    result: open === undefined ? 'mismatch' : 'not-judged',
    why,
  };
}

function distinct(certificates: readonly CertificateFields[]): CertificateFields[] {
  const byDigest = new Map(certificates.map((one) => [one.x509.fingerprint256, one]));
  return [...byDigest.values()];
}

function mismatch(record: TlsaRecord, fault: RecordFault, depth: number | null): RecordResult {
  return { record, result: 'mismatch', fault, depth, why: null, caveat: null };
}

function carriesCertificate(record: TlsaRecord): boolean {
  return (
    record.usage === USAGE.daneTa &&
    record.selector === SELECTOR.certificate &&
    record.matchingType === MATCHING_TYPE.full &&
    unusableReason(record) === undefined
  );
}
