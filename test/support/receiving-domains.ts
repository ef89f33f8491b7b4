/** Domains whose mail servers are those of the rows: what names them, and what a probe and Postfix make of it. */
import type { DaneState } from '#contracts';

import type { FingerVerdict } from './posttls-finger.js';

export interface ReceivingDomain {
  readonly title: string;
  /** What `havedane probe` is called with. */
  readonly args: readonly string[];
  readonly dane: DaneState;
  readonly exitCode: 0 | 1;
  readonly hosts: Readonly<Record<string, DaneState>>;
  readonly codes?: readonly string[];
  /**
   * What posttls-finger is asked for, with what it says. It looks up MX but no SRV records, so that the hosts of those
   * are named to it.
   */
  readonly finger: Readonly<Record<string, FingerVerdict>>;
  readonly tlsOnConnect?: boolean;
  /** Why one of the two verifies what the other does not. */
  readonly differs?: string;
}

/** In master-file format, with absolute names. */
export const DOMAIN_RECORDS = {
  signed: [
    'good.domains.test. MX 10 pair.postfix.test.',
    'good.domains.test. MX 20 pair.chasquid.test.',
    '_submission._tcp.good.domains.test. SRV 0 1 587 submission.postfix.test.',
    '_submissions._tcp.good.domains.test. SRV 0 1 465 submissions.postfix.test.',
    '_submissions._tcp.good.domains.test. SRV 1 1 465 submissions.chasquid.test.',
    'worse.domains.test. MX 10 ee.chasquid.test.',
    'worse.domains.test. MX 20 wrong.postfix.test.',
    '_submissions._tcp.worse.domains.test. SRV 0 1 465 submissions-wrong.chasquid.test.',
  ],
  unsigned: { 'insecure.domains.test': ['insecure.domains.test. MX 10 pair.postfix.test.'] },
} as const;

export const RECEIVING_DOMAINS: readonly ReceivingDomain[] = [
  {
    ...{
      title: 'two mail hosts',
      args: ['--internal', '--mx', 'good.domains.test'],
      dane: 'verified',
      exitCode: 0,
    },
    hosts: { 'pair.postfix.test:25': 'verified', 'pair.chasquid.test:25': 'verified' },
    finger: { 'good.domains.test': 'verified' },
  },
  {
    ...{
      title: 'a second mail host that does not match',
      args: ['--internal', '--mx', 'worse.domains.test'],
    },
    ...{ dane: 'mismatch', exitCode: 1, codes: ['tlsa-mismatch'] },
    hosts: { 'ee.chasquid.test:25': 'verified', 'wrong.postfix.test:25': 'mismatch' },
    finger: { 'worse.domains.test': 'verified' },
    differs: 'posttls-finger is content with the first host that it reaches',
  },
  {
    ...{
      title: 'insecure MX records of a host that matches',
      args: ['--internal', '--mx', 'insecure.domains.test'],
    },
    ...{ dane: 'insecure', exitCode: 1, codes: ['mx-insecure'] },
    hosts: { 'pair.postfix.test:25': 'verified' },
    // It authenticates the host by its records, and does not call that verified: anybody may have named the host.
    finger: { 'insecure.domains.test': 'trusted' },
  },
  {
    ...{ title: 'SRV records for submission', args: ['--submission', 'good.domains.test'] },
    ...{ dane: 'verified', exitCode: 0 },
    hosts: { 'submission.postfix.test:587': 'verified' },
    finger: { '[submission.postfix.test]:587': 'verified' },
  },
  {
    ...{
      title: 'SRV records for submission with TLS on connect',
      args: ['--submissions', 'good.domains.test'],
    },
    ...{ dane: 'verified', exitCode: 0, tlsOnConnect: true },
    hosts: { 'submissions.postfix.test:465': 'verified', 'submissions.chasquid.test:465': 'verified' },
    finger: {
      '[submissions.postfix.test]:465': 'verified',
      '[submissions.chasquid.test]:465': 'verified',
    },
  },
  {
    title: 'the SRV record of a host that does not match',
    ...{ args: ['--srv', 'submissions', '--tls-on-connect', 'worse.domains.test'], tlsOnConnect: true },
    ...{ dane: 'mismatch', exitCode: 1, codes: ['tlsa-mismatch'] },
    hosts: { 'submissions-wrong.chasquid.test:465': 'mismatch' },
    finger: { '[submissions-wrong.chasquid.test]:465': 'untrusted' },
  },
];
