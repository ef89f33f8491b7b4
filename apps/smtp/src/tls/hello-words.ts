/** What a client offered, in words: why there was no TLS connection. */
import type { ClientHello } from './client-hello.js';

/** As Node names them, and as people do. */
const VERSIONS: ReadonlyMap<number, readonly [string, string]> = new Map([
  [0x00_02, ['SSLv2', 'SSL 2.0']],
  [0x03_00, ['SSLv3', 'SSL 3.0']],
  [0x03_01, ['TLSv1', 'TLS 1.0']],
  [0x03_02, ['TLSv1.1', 'TLS 1.1']],
  [0x03_03, ['TLSv1.2', 'TLS 1.2']],
  [0x03_04, ['TLSv1.3', 'TLS 1.3']],
]);

/** More cipher suites than these say nothing more. */
const MAX_SUITES = 4;

export function highestVersion({ versions }: ClientHello): number {
  return Math.max(0, ...versions.filter((version) => VERSIONS.has(version)));
}

export function versionName(version: number): string {
  return VERSIONS.get(version)?.[0] ?? 'unknown';
}

/** Why OpenSSL refused what was offered; null where it was for another reason. */
export function offerProblem(hello: ClientHello, failure: string): string | null {
  if (
    /unsupported protocol|unknown protocol|wrong version number|version too low|wrong ssl version/i.test(
      failure,
    )
  )
    return `The client offered ${versionWords(hello)}, which is older than we accept`;
  if (/no shared cipher/i.test(failure))
    return `The client offered no cipher suite that we accept (${suiteWords(hello.cipherSuites)})`;
  return null;
}

/** TLS 1.0 has nothing below it that anybody still offers. */
function versionWords(hello: ClientHello): string {
  const highest = highestVersion(hello);
  const words = VERSIONS.get(highest)?.[1] ?? 'no version of TLS that we know';
  return hello.versions.length === 1 && highest <= 0x03_01 ? `${words} only` : `nothing newer than ${words}`;
}

function suiteWords(suites: readonly number[]): string {
  const shown = suites
    .slice(0, MAX_SUITES)
    .map((suite) => `0x${suite.toString(16).toUpperCase().padStart(4, '0')}`);
  const more = suites.length - shown.length;
  if (shown.length === 0) return 'none at all';
  return `only ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
