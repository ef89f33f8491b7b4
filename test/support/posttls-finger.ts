/** posttls-finger, which sends nothing: Postfix's own word on the records and certificates of a server. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { resolvConf, withResolvConf } from '../lab/in-namespace.js';
import { runCommand } from '../lab/run-command.js';

export interface FingerOptions {
  /** For its resolv.conf. */
  readonly directory: string;
  readonly resolverAddress: string;
  /** Of a Postfix, in place of the machine's own. */
  readonly configuration: string;
}

/**
 * - `verified`: authenticated by DANE.
 * - `trusted`: authenticated, but who was to be reached came from DNS without DNSSEC.
 * - `untrusted`: TLS with whoever answered.
 * - `no-tls`: the server offers none.
 * - `lookup-error`: DNS answers that cannot be believed: not even tried.
 */
export type FingerVerdict = 'verified' | 'trusted' | 'untrusted' | 'no-tls' | 'lookup-error';

/** In this order: every conversation has replies. */
const SIGNS: readonly (readonly [FingerVerdict, RegExp])[] = [
  ['lookup-error', /TLSA lookup error/],
  ['verified', /^posttls-finger: Verified TLS connection established/m],
  ['trusted', /^posttls-finger: Trusted TLS connection established/m],
  ['untrusted', /^posttls-finger: Untrusted TLS connection established/m],
  ['no-tls', /^posttls-finger: < 250 /m],
];

/** Asks for one host, or with `mx` for those of a domain. */
export class PosttlsFinger {
  private constructor(private readonly options: FingerOptions) {}

  static async create(options: FingerOptions): Promise<PosttlsFinger> {
    const finger = new PosttlsFinger(options);
    await writeFile(finger.resolvConf, resolvConf(options.resolverAddress));
    return finger;
  }

  /** @param destination as Postfix writes it: `example.test`, `[mx.example.test]`, `[mx.example.test]:465` */
  async ask(destination: string, { tlsOnConnect = false } = {}): Promise<string> {
    const wrapped = tlsOnConnect ? ['-w'] : [];
    const command = withResolvConf(this.resolvConf, [
      ...['posttls-finger', '-t', '10', '-T', '10', '-l', 'dane', '-L', 'summary,certmatch'],
      ...wrapped,
      destination,
    ]);
    // It reports on standard error, and its exit status says whether it was content.
    return runCommand('sh', ['-c', '"$@" 2>&1 || true', 'sh', ...command], {
      env: { MAIL_CONFIG: this.options.configuration },
    });
  }

  private get resolvConf(): string {
    return join(this.options.directory, 'posttls-finger.resolv.conf');
  }
}

/** @returns the report itself when it is none that is known, for a test to show */
export function verdictOf(report: string): FingerVerdict | (string & {}) {
  return SIGNS.find(([, sign]) => sign.test(report))?.[0] ?? report;
}
