/** Node writes `TLSv1.3` and `TLSv1`; beside the word TLS, people read 1.3 and 1.0. */
export function tlsVersionNumber(version: string): string {
  return version.replace(/^TLSv(\d)$/, '$1.0').replace(/^TLSv/, '');
}
