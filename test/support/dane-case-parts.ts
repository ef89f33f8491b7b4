/** What the chains of the differential tests are described with. */
import * as asn1js from 'asn1js';

import { tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';

import type { CertificateRequest, RawExtension, TestCertificate } from './x509.js';

export interface DaneCase {
  readonly title: string;
  readonly chain: readonly [TestCertificate, ...TestCertificate[]];
  readonly records: readonly TlsaRecord[];
}

export type Changes = Partial<CertificateRequest>;

export interface Parts {
  readonly root: TestCertificate;
  readonly middle: TestCertificate;
  readonly leaf: TestCertificate;
}

/** What is odd: in which certificate, what is sent, and what is published. */
export interface Plan {
  readonly root?: Changes;
  readonly middle?: Changes;
  readonly leaf?: Changes | ((host: string) => Changes);
  readonly sends?: (parts: Parts) => DaneCase['chain'];
  readonly publishes?: (parts: Parts) => readonly TlsaRecord[];
}

const DAY_MS = 86_400_000;
export const CERT_SIGN = 0x06;
export const ORGANISATION = '2.5.4.10';
export const COMMON_NAME = '2.5.4.3';

/** Days from now. */
export function days(from: number, until: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() + from * DAY_MS), notAfter: new Date(Date.now() + until * DAY_MS) };
}

export const NOW = days(-10, 90);
export const PAST = days(-30, -5);
export const FUTURE = days(5, 30);

export const ta = (of: TestCertificate, selector: 0 | 1 = 1, matchingType: 0 | 1 | 2 = 1): TlsaRecord =>
  tlsaRecord(2, selector, matchingType, of.der);
export const ee = (of: TestCertificate, selector: 0 | 1 = 1, matchingType: 0 | 1 | 2 = 1): TlsaRecord =>
  tlsaRecord(3, selector, matchingType, of.der);
/** It describes nothing that is sent. */
export const changed = (record: TlsaRecord): TlsaRecord => ({
  ...record,
  data: record.data.map((octet) => octet ^ 0xff),
});
export const ofRoot = ({ root }: Parts) => [ta(root)];
export const ofMiddle = ({ middle }: Parts) => [ta(middle)];
export const all = ({ leaf, middle, root }: Parts): DaneCase['chain'] => [leaf, middle, root];

export const der = (value: asn1js.BaseBlock): Uint8Array => new Uint8Array(value.toBER());
export const sequence = (...value: asn1js.BaseBlock[]) => new asn1js.Sequence({ value });
export const identifier = (value: string) => new asn1js.ObjectIdentifier({ value });
export const tagged = (tagNumber: number, content: Uint8Array) =>
  new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber }, valueHex: Uint8Array.from(content).buffer });
export const raw = (
  oid: string,
  value: asn1js.BaseBlock,
  critical = false,
): { extensions: RawExtension[] } => ({
  extensions: [{ oid, critical, value: der(value) }],
});

export const OID = {
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  policies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  inhibitAnyPolicy: '2.5.29.54',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  subjectKeyIdentifier: '2.5.29.14',
  netscapeType: '2.16.840.1.113730.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  poison: '1.3.6.1.4.1.11129.2.4.3',
  extendedKeyUsage: '2.5.29.37',
  unknown: '1.2.3.4',
} as const;

export const PURPOSES = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  mail: '1.3.6.1.5.5.7.3.4',
  ocsp: '1.3.6.1.5.5.7.3.9',
  any: '2.5.29.37.0',
  'Netscape SGC': '2.16.840.1.113730.4.1',
  'Microsoft SGC': '1.3.6.1.4.1.311.10.3.3',
  unknown: '1.2.3.5',
} as const;

export type Row = readonly [title: string, plan: Plan];
