/**
 * What keeps a path from being valid (RFC 5280 §6.1), as far as mail servers check it. The anchor's certificate is held
 * to the same rules (RFC 7671 §5.2.1). Revocation is not looked at: with DANE, a key is revoked by its record (RFC 7672 §4).
 */
import {
  allowsKeyUsage,
  allowsServerAuth,
  basicConstraints,
  dnsConstraints,
  hasUnknownCriticalExtension,
  KEY_USAGE,
} from './certificate-extensions.js';
import { type CertificateFields, isSelfIssued } from './certificate-fields.js';
import type { CertificationPath } from './certification-paths.js';
import { matchedNames, presentedNames } from './server-names.js';
import type { RecordFault } from './verification.js';

const VERSION_3 = 2;
/** Of names with what a CA may issue for: 1,000 names with 100 domains. */
const MOST_COMPARISONS = 100_000;

/** The first thing that is wrong with the path, or undefined when it authenticates a server of these names. */
export function pathFault(
  path: CertificationPath,
  referenceNames: readonly string[],
  now: number,
): RecordFault | undefined {
  const [server] = path;
  const names = presentedNames(server);
  if (!mayIssue(path, names)) return 'not-a-ca';
  if (!fitsTogether(path)) return 'no-path';
  if (!isSuitable(path)) return 'unsuitable';
  if (path.some(({ parsed }) => parsed.notBefore.value.getTime() > now)) return 'not-yet-valid';
  if (path.some(({ parsed }) => parsed.notAfter.value.getTime() < now)) return 'expired';
  return matchedNames(names, referenceNames).length > 0 ? undefined : 'wrong-name';
}

/** RFC 5280 §6.1.4 (g), (k) to (n). */
function mayIssue(path: CertificationPath, names: readonly string[]): boolean {
  const issuers = path.slice(1);
  return issuers.every((issuer, index) => {
    // CAs below this one, between it and the server; self-issued ones do not count (RFC 5280 §4.2.1.9).
    const below = issuers.slice(0, index).filter((certificate) => !isSelfIssued(certificate)).length;
    return (
      isCa(issuer, below) && allowsKeyUsage(issuer, [KEY_USAGE.keyCertSign]) && allowsNames(issuer, names)
    );
  });
}

function isCa(issuer: CertificateFields, below: number): boolean {
  const constraints = basicConstraints(issuer);
  // Version 1 has no extensions; a root of that age is a CA because the record says so (RFC 5280 §6.1.4 (k)).
  if (constraints === undefined) return issuer.parsed.version < VERSION_3 && isSelfIssued(issuer);
  return constraints.isCa && below <= (constraints.pathLength ?? Infinity);
}

function allowsNames(issuer: CertificateFields, names: readonly string[]): boolean {
  const { permitted, excluded } = dnsConstraints(issuer);
  if (names.length * (permitted.length + excluded.length) > MOST_COMPARISONS) return false;
  const within = (name: string, subtree: string): boolean =>
    subtree === '' || name === subtree || name.endsWith(subtree.startsWith('.') ? subtree : `.${subtree}`);
  return names.every(
    (name) =>
      (permitted.length === 0 || permitted.some((subtree) => within(name, subtree))) &&
      !excluded.some((subtree) => within(name, subtree)),
  );
}

/** What OpenSSL asks besides names and signatures: the key identifiers agree, and the algorithms. */
function fitsTogether(path: CertificationPath): boolean {
  return path.slice(1).every((issuer, index) => path[index]?.x509.checkIssued(issuer.x509) === true);
}

function isSuitable(path: CertificationPath): boolean {
  const { digitalSignature, keyEncipherment, keyAgreement } = KEY_USAGE;
  return (
    allowsKeyUsage(path[0], [digitalSignature, keyEncipherment, keyAgreement]) &&
    path.every((certificate) => allowsServerAuth(certificate) && !hasUnknownCriticalExtension(certificate))
  );
}
