/** Thrown when the files in CERTS_DIR cannot be used as they are. The message is one line for the operator. */
export class CertificatesError extends Error {
  override readonly name = 'CertificatesError';

  constructor(
    readonly dir: string,
    readonly problems: readonly string[],
    remedy = 'Restore them from a backup, or make new ones with `certs --rotate`.',
  ) {
    super(`The certificates in ${dir} cannot be used: ${problems.join('; ')}. ${remedy}`);
  }
}
