/** Certificates of every kind, right and wrong, which the product's own generator would not make. */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

export type KeyKind = 'rsa' | 'rsa-1024' | 'rsa-3072' | 'ecdsa' | 'p-384' | 'p-521' | 'ed25519' | 'ed448';
export type Hash = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

export interface CertificateRequest {
  readonly name: string;
  /** Self-signed unless given. */
  readonly issuer?: TestCertificate;
  readonly key?: KeyKind;
  /** Another certificate's key instead of a new one. */
  readonly keyOf?: TestCertificate;
  readonly dnsNames?: readonly string[];
  /** Undefined: no basic constraints at all. */
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** The bits of RFC 5280 §4.2.1.3 as one octet: 0x04 is keyCertSign, 0x80 digitalSignature. */
  readonly keyUsage?: number;
  readonly purposes?: readonly string[];
  readonly permittedNames?: readonly string[];
  readonly excludedNames?: readonly string[];
  readonly criticalOid?: string;
  /** The value of one more extension, in DER or not. */
  readonly extensionValue?: Uint8Array;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly version1?: boolean;
  /** Signs it; SHA-256 unless given. */
  readonly hash?: Hash;
  /** Content of the serial number, as it is encoded. */
  readonly serial?: Uint8Array;
  /** Attributes of the subject by their identifiers; the name as common name unless given. */
  readonly subject?: readonly (readonly [oid: string, value: string])[];
  /** Further extensions, with their values in DER. */
  readonly extensions?: readonly RawExtension[];
}

export interface RawExtension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

export interface TestCertificate {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly keyPem: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly subject: pkijs.RelativeDistinguishedNames;
  readonly dnsNames: readonly string[];
}

const SIGNATURE_ALGORITHMS: Readonly<Record<string, string>> = {
  'rsa md5': '1.2.840.113549.1.1.4',
  'rsa sha1': '1.2.840.113549.1.1.5',
  'rsa sha256': '1.2.840.113549.1.1.11',
  'rsa sha384': '1.2.840.113549.1.1.12',
  'rsa sha512': '1.2.840.113549.1.1.13',
  'ec sha1': '1.2.840.10045.4.1',
  'ec sha256': '1.2.840.10045.4.3.2',
  'ec sha384': '1.2.840.10045.4.3.3',
  'ec sha512': '1.2.840.10045.4.3.4',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
};

const DNS_NAME = 2;

export function issueCertificate(request: CertificateRequest): TestCertificate {
  const privateKey = request.keyOf?.privateKey ?? newKey(request.key ?? 'ecdsa');
  const publicKey = createPublicKey(privateKey);
  const subject = distinguishedName(request.subject ?? [[COMMON_NAME, request.name]]);
  const certificate = new pkijs.Certificate({
    version: request.version1 === true ? 0 : 2,
    serialNumber: new asn1js.Integer({
      valueHex: Uint8Array.from(request.serial ?? [0x40, ...randomBytes(15)]).buffer,
    }),
    subject,
    issuer: request.issuer?.subject ?? subject,
    notBefore: new pkijs.Time({ value: request.notBefore ?? new Date('2026-01-01') }),
    notAfter: new pkijs.Time({ value: request.notAfter ?? new Date('2027-01-01') }),
    subjectPublicKeyInfo: pkijs.PublicKeyInfo.fromBER(publicKey.export({ format: 'der', type: 'spki' })),
  });
  if (request.version1 !== true) certificate.extensions = extensions(request);
  const der = signed(certificate, request.issuer?.privateKey ?? privateKey, request.hash ?? 'sha256');
  return {
    der,
    pem: pemOf(der),
    keyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    privateKey,
    publicKey,
    subject,
    dnsNames: request.dnsNames ?? [],
  };
}

/** Without an empty line at the end, which OpenSSL does not take. */
function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function newKey(kind: KeyKind): KeyObject {
  switch (kind) {
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    case 'rsa-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    case 'rsa-3072':
      return generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
    case 'ecdsa':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    case 'p-384':
      return generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
    case 'p-521':
      return generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'ed448':
      return generateKeyPairSync('ed448').privateKey;
  }
}

const COMMON_NAME = '2.5.4.3';

export function distinguishedName(
  attributes: readonly (readonly [oid: string, value: string])[],
): pkijs.RelativeDistinguishedNames {
  return new pkijs.RelativeDistinguishedNames({
    typesAndValues: attributes.map(
      ([type, value]) => new pkijs.AttributeTypeAndValue({ type, value: new asn1js.Utf8String({ value }) }),
    ),
  });
}

function signed(certificate: pkijs.Certificate, key: KeyObject, hash: Hash): Uint8Array {
  const kind = key.asymmetricKeyType ?? '';
  const isPlain = kind === 'ed25519' || kind === 'ed448';
  const algorithmId = SIGNATURE_ALGORITHMS[isPlain ? kind : `${kind} ${hash}`] ?? '';
  certificate.signature = new pkijs.AlgorithmIdentifier({ algorithmId });
  certificate.signatureAlgorithm = certificate.signature;
  const body = Buffer.from(certificate.encodeTBS().toBER());
  certificate.tbsView = body;
  const signature = sign(isPlain ? null : hash, body, key);
  certificate.signatureValue = new asn1js.BitString({ valueHex: Uint8Array.from(signature).buffer });
  return new Uint8Array(certificate.toSchema(true).toBER());
}

function extensions(request: CertificateRequest): pkijs.Extension[] {
  const { ca, pathLength, keyUsage, purposes, dnsNames, criticalOid } = request;
  const result: pkijs.Extension[] = [];
  if (ca !== undefined) {
    const constraints = { cA: ca, ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }) };
    result.push(extension('2.5.29.19', new pkijs.BasicConstraints(constraints).toSchema(), true));
  }
  if (keyUsage !== undefined) {
    const bits = new asn1js.BitString({ valueHex: Uint8Array.of(keyUsage).buffer });
    result.push(extension('2.5.29.15', bits, true));
  }
  if (purposes !== undefined) {
    result.push(extension('2.5.29.37', new pkijs.ExtKeyUsage({ keyPurposes: [...purposes] }).toSchema()));
  }
  if (dnsNames !== undefined) {
    const altNames = dnsNames.map((value) => new pkijs.GeneralName({ type: DNS_NAME, value }));
    result.push(extension('2.5.29.17', new pkijs.AltName({ altNames }).toSchema()));
  }
  if (request.permittedNames !== undefined || request.excludedNames !== undefined) {
    result.push(extension('2.5.29.30', nameConstraints(request), true));
  }
  if (criticalOid !== undefined) result.push(extension(criticalOid, new asn1js.Null(), true));
  if (request.extensionValue !== undefined) {
    const extnValue = Uint8Array.from(request.extensionValue).buffer;
    result.push(new pkijs.Extension({ extnID: '1.2.3.4', extnValue }));
  }
  for (const { oid, critical = false, value } of request.extensions ?? []) {
    const extnValue = Uint8Array.from(value).buffer;
    result.push(new pkijs.Extension({ extnID: oid, critical, extnValue }));
  }
  return result;
}

function nameConstraints({ permittedNames, excludedNames }: CertificateRequest): asn1js.BaseBlock {
  const subtrees = (names: readonly string[]): pkijs.GeneralSubtree[] =>
    names.map(
      (value) => new pkijs.GeneralSubtree({ base: new pkijs.GeneralName({ type: DNS_NAME, value }) }),
    );
  return new pkijs.NameConstraints({
    ...(permittedNames === undefined ? {} : { permittedSubtrees: subtrees(permittedNames) }),
    ...(excludedNames === undefined ? {} : { excludedSubtrees: subtrees(excludedNames) }),
  }).toSchema();
}

function extension(extnID: string, value: asn1js.BaseBlock, critical = false): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER() });
}
