/**
 * Whether a certification path is valid (RFC 5280 §6.1), by `openssl verify`: Postfix and Sendmail ask the same library, as does Exim unless built with GnuTLS.
 * Node shows OpenSSL's judgement of a chain only at the end of a handshake, at the present time and without saying which
 * certificate is at fault; see docs/dev/decisions/0016-openssl-judges-paths.md.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LRUCache } from 'lru-cache';

import { detail, type Phrase } from '#text';

import { pem } from './certificate-fields.js';
import type { RecordFault } from './verify-dane.js';

export interface PathInput {
  /** The server's own certificate in DER, as are the others. */
  readonly server: Uint8Array;
  /** What may stand between the server's certificate and the anchor, in any order. */
  readonly others: readonly Uint8Array[];
  /** Trusted as it is, whether or not it is self-signed. */
  readonly anchor: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface PathError {
  /** Such as 10: `X509_V_ERR_CERT_HAS_EXPIRED`. */
  readonly code: number;
  /** 0: the server's own certificate. */
  readonly depth: number;
  /** In OpenSSL's words. */
  readonly text: string;
}

export type PathJudgement =
  | { readonly kind: 'judged'; /** None: the path is valid. */ readonly errors: readonly PathError[] }
  /** OpenSSL gave no answer; nothing may be concluded from that. */
  | { readonly kind: 'not-judged'; readonly why: Phrase };

/** `X509_V_ERR_…` (x509_vfy.h). What is not here is `no-path`. */
export const FAULTS: Readonly<Record<number, RecordFault>> = {
  9: 'not-yet-valid',
  10: 'expired',
  22: 'chain-too-long',
  25: 'not-a-ca', // path length exceeded
  26: 'unsuitable', // unsupported certificate purpose
  32: 'not-a-ca', // key usage does not include certificate signing
  34: 'unsuitable', // unhandled critical extension
  41: 'unsuitable', // invalid or inconsistent certificate extension
  47: 'not-a-ca', // permitted subtree violation
  48: 'not-a-ca', // excluded subtree violation
  49: 'not-a-ca', // name constraints minimum and maximum not supported
  51: 'unsuitable', // unsupported name constraint type
  52: 'unsuitable', // unsupported or invalid name constraint syntax
  53: 'unsuitable', // unsupported or invalid name syntax
  66: 'too-weak', // key of the server too small
  67: 'too-weak', // key of a CA too small
  68: 'too-weak', // digest of a signature too weak
  79: 'not-a-ca', // invalid CA certificate
};

/** What Postfix asks at least: no MD5 and no SHA-1 (SSL_CTX_set_security_level(3)). */
const SECURITY_LEVEL = 1;
/** The default of Postfix, `smtp_tls_scert_verifydepth`; a server with a longer chain gets no mail from it. */
const POSTFIX_VERIFY_DEPTH = 9;
const TIMEOUT_MS = 10_000;

const known = new LRUCache<string, PathJudgement>({ max: 1_000 });

/** Runs OpenSSL, and waits for it; of the same certificates and the same validity only once. Never throws. */
export function judgePath(input: PathInput, dates: readonly Dates[]): PathJudgement {
  const key = keyOf(input, dates);
  const before = known.get(key);
  if (before !== undefined) return before;
  const judgement = askOpenSsl(input);
  if (judgement.kind === 'judged') known.set(key, judgement);
  return judgement;
}

/** Milliseconds since the epoch. */
export interface Dates {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** The clock matters only in so far as a certificate is not yet, or no longer, valid. */
function keyOf({ server, others, anchor, now }: PathInput, dates: readonly Dates[]): string {
  const hash = createHash('sha256');
  for (const der of [server, anchor, ...others]) hash.update(createHash('sha256').update(der).digest());
  const states = dates.map(({ notBefore, notAfter }) => (now < notBefore ? '-' : now > notAfter ? '+' : '='));
  return `${hash.digest('base64')} ${states.join('')}`;
}

function askOpenSsl({ server, others, anchor, now }: PathInput): PathJudgement {
  try {
    const { status, signal, stderr } = runOpenSsl((file) => [
      ...['verify', '-partial_chain', '-trusted', file('anchor.pem', pem(anchor))],
      ...['-untrusted', file('others.pem', [anchor, ...others].map(pem).join(''))],
      ...['-purpose', 'sslserver', '-verify_depth', String(POSTFIX_VERIFY_DEPTH)],
      ...['-auth_level', String(SECURITY_LEVEL)],
      ...['-attime', String(Math.floor(now / 1000))],
      file('server.pem', pem(server)),
    ]);
    const errors = status === 0 ? [] : errorsIn(stderr);
    if (status === 0 || errors.length > 0) return { kind: 'judged', errors };
    return { kind: 'not-judged', why: detail('openssl-ended', status ?? String(signal)) };
  } catch (error) {
    // No OpenSSL, no space, or no directory that can be written to.
    return {
      kind: 'not-judged',
      why: detail('verbatim', error instanceof Error ? error.message : String(error)),
    };
  }
}

/** Lines such as `error 10 at 1 depth lookup: certificate has expired`; names in between are escaped. */
function errorsIn(output: string): PathError[] {
  return [...output.matchAll(/^error (\d+) at (\d+) depth lookup: (.*)$/gm)].map(
    ([, code = '', depth = '', text = '']) => ({ code: Number(code), depth: Number(depth), text }),
  );
}

/** What it printed, and how it ended. */
export interface OpenSslRun {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs OpenSSL's command, and waits for it.
 *
 * @param argumentsWith makes its arguments; `file` writes what it has to read, for as long as it runs, and answers the path
 * @throws Error when it cannot be run, and the errors of the file system
 */
export function runOpenSsl(
  argumentsWith: (file: (name: string, content: Uint8Array | string) => string) => readonly string[],
): OpenSslRun {
  const directory = mkdtempSync(join(tmpdir(), 'havedane-openssl-'));
  try {
    const file = (name: string, content: Uint8Array | string): string => {
      const path = join(directory, name);
      writeFileSync(path, content);
      return path;
    };
    const { error, ...run } = spawnSync('openssl', argumentsWith(file), {
      timeout: TIMEOUT_MS,
      encoding: 'utf8',
    });
    if (error !== undefined) throw new Error(`openssl cannot be run: ${error.message}`);
    return run;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
