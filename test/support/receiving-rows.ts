/**
 * The ways in which a mail server can receive, right and wrong: what it presents, what is published for it, and what a
 * probe and Postfix have to make of that.
 */
import type { DaneState } from '#contracts';
import { tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';

import type { FingerVerdict } from './posttls-finger.js';
import type { Chain, ServiceKind } from './receiving-server.js';
import { type CertificateRequest, issueCertificate, type TestCertificate } from './x509.js';

const DAY_MS = 86_400_000;

export type ServerName = 'postfix' | 'chasquid';

export interface ReceivingRow {
  /** The first label of its host. */
  readonly label: string;
  readonly title: string;
  readonly presents: (host: string) => readonly Chain[];
  readonly publishes: (chains: readonly Chain[]) => readonly TlsaRecord[];
  readonly dane: DaneState;
  /** Codes that must be among the findings. */
  readonly codes?: readonly string[];
  readonly finger: FingerVerdict;
  /** Why one of the two verifies what the other does not. */
  readonly differs?: string;
  readonly port?: number;
  readonly kind?: ServiceKind;
  /** What is special about the zone, or where the records are in it. */
  readonly zone?: 'unsigned' | 'bogus' | 'alias';
  /** Both servers unless given. */
  readonly servers?: readonly ServerName[];
}

export const AUTHORITY = issueCertificate({
  ...{ name: 'Test CA', ca: true, keyUsage: 0x04 },
  ...validity(-10, 300),
});
const STRANGER = issueCertificate({ name: 'Stranger', ...validity(-10, 300) });

/** Days from now. */
function validity(from: number, until: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() + from * DAY_MS), notAfter: new Date(Date.now() + until * DAY_MS) };
}

function leaf(host: string, request: Partial<CertificateRequest> = {}): TestCertificate {
  return issueCertificate({
    ...{ name: host, dnsNames: [host], issuer: AUTHORITY },
    ...validity(-1, 90),
    ...request,
  });
}

const expired = (host: string) => [[leaf(host, validity(-30, -1)), AUTHORITY]];
const misnamed = (host: string) => [
  [leaf(host, { name: 'other.test', dnsNames: ['other.test'] }), AUTHORITY],
];
const right = (host: string) => [[leaf(host), AUTHORITY]];
const twoKinds = (host: string) => [
  [leaf(host, { key: 'ecdsa' }), AUTHORITY],
  [leaf(host, { key: 'rsa' }), AUTHORITY],
];

const own = (chains: readonly Chain[]) => chains.map(([first]) => tlsaRecord(3, 1, 1, first!.der));
const ownFirst = (chains: readonly Chain[]) => own(chains.slice(0, 1));
const anchor = () => [tlsaRecord(2, 1, 1, AUTHORITY.der)];
const pair = (chains: readonly Chain[]) => [...own(chains), ...anchor()];
const strange = () => [tlsaRecord(3, 1, 1, STRANGER.der)];

const VERIFIED = { dane: 'verified', finger: 'verified' } as const;
const MISMATCH = { dane: 'mismatch', finger: 'untrusted', codes: ['tlsa-mismatch'] } as const;

export const RECEIVING_ROWS: readonly ReceivingRow[] = [
  // First: it is what chasquid presents for a name that it has no certificate for, as it is with this one.
  {
    ...{ label: 'name-ta', title: 'another name under 2 1 1' },
    ...{ presents: misnamed, publishes: anchor, ...MISMATCH },
  },
  {
    ...{ label: 'name-ee', title: 'another name under 3 1 1' },
    ...{ presents: misnamed, publishes: own, ...VERIFIED, codes: ['name-not-in-certificate'] },
    servers: ['postfix'],
  },
  { label: 'ee', title: 'a matching 3 1 1', presents: right, publishes: own, ...VERIFIED },
  { label: 'ta', title: 'a matching 2 1 1', presents: right, publishes: anchor, ...VERIFIED },
  {
    ...{ label: 'pair', title: 'a matching 3 1 1 and a matching 2 1 1', presents: right },
    ...{ publishes: pair, ...VERIFIED },
  },
  {
    ...{ label: 'full', title: 'a matching 3 0 2' },
    ...{ presents: right, publishes: (chains) => [tlsaRecord(3, 0, 2, chains[0]![0]!.der)], ...VERIFIED },
  },
  { label: 'wrong', title: 'a wrong 3 1 1', presents: right, publishes: strange, ...MISMATCH },
  {
    ...{ label: 'one-of-two', title: 'a wrong 3 1 1 beside a matching one', presents: right },
    ...{ publishes: (chains) => [...strange(), ...own(chains)], ...VERIFIED },
    codes: ['tlsa-record-unmatched'],
  },
  {
    ...{ label: 'agility', title: 'a wrong 3 1 2 beside a matching 3 1 1 (RFC 7671 §9)', presents: right },
    ...{ publishes: (chains) => [tlsaRecord(3, 1, 2, STRANGER.der), ...own(chains)], ...MISMATCH },
  },
  {
    ...{ label: 'expired-ee', title: 'an expired certificate under 3 1 1' },
    ...{ presents: expired, publishes: own, ...VERIFIED, codes: ['certificate-expired'] },
  },
  {
    ...{ label: 'expired-ta', title: 'an expired certificate under 2 1 1' },
    ...{ presents: expired, publishes: anchor, ...MISMATCH },
  },
  {
    ...{ label: 'chain-ta', title: 'the anchor of 2 1 1 not sent' },
    ...{ presents: (host) => [[leaf(host)]], publishes: anchor, ...MISMATCH },
  },
  {
    ...{ label: 'pkix', title: 'nothing but a matching 1 1 1', presents: right },
    publishes: (chains) => [tlsaRecord(1, 1, 1, chains[0]![0]!.der)],
    ...{ dane: 'unusable', finger: 'untrusted', codes: ['tlsa-unusable'] },
  },
  {
    ...{ label: 'none', title: 'no TLSA records', presents: right, publishes: () => [] },
    ...{ dane: 'none', finger: 'untrusted', codes: ['tlsa-none'] },
  },
  {
    ...{ label: 'plain', title: 'no STARTTLS', presents: right, publishes: own, kind: 'plain' },
    ...{ dane: 'no-starttls', finger: 'no-tls', codes: ['no-starttls'], servers: ['postfix'] },
  },
  {
    ...{ label: 'bogus', title: 'bogus TLSA records', presents: right, publishes: own, zone: 'bogus' },
    ...{ dane: 'bogus', finger: 'lookup-error', codes: ['tlsa-bogus'] },
  },
  {
    ...{ label: 'unsigned', title: 'matching records in an unsigned zone', presents: right, publishes: own },
    ...{ zone: 'unsigned', dane: 'insecure', finger: 'untrusted', codes: ['tlsa-insecure'] },
  },
  {
    ...{ label: 'alias', title: 'a CNAME to the TLSA records', zone: 'alias' },
    ...{ presents: right, publishes: own, ...VERIFIED },
  },
  { label: 'both', title: 'RSA and ECDSA, both published', presents: twoKinds, publishes: own, ...VERIFIED },
  {
    ...{ label: 'second', title: 'RSA and ECDSA, the first alone published' },
    ...{ presents: twoKinds, publishes: ownFirst, dane: 'mismatch', finger: 'verified' },
    codes: ['second-certificate-unpublished'],
    differs: 'posttls-finger shakes hands once, and is given the certificate that it asks for first: ECDSA',
  },
  {
    ...{ label: 'submissions', title: 'TLS on connect', port: 465, kind: 'tls-on-connect' },
    ...{ presents: right, publishes: pair, ...VERIFIED },
  },
  {
    ...{ label: 'submissions-wrong', title: 'TLS on connect and a wrong 3 1 1', port: 465 },
    ...{ kind: 'tls-on-connect', presents: right, publishes: strange, ...MISMATCH },
  },
  {
    ...{ label: 'submission', title: 'a port of its own', port: 587 },
    ...{ presents: right, publishes: pair, ...VERIFIED },
  },
];
