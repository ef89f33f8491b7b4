import { ConfigError } from '#config';
import { DatabaseFileError, SchemaNotReadyError, SchemaTooNewError } from '#store';

import { ListenError } from './receiver/listen-error.js';
import { CertificateFileError } from './tls/certificate-files.js';

const EXPECTED = [
  ConfigError,
  DatabaseFileError,
  SchemaNotReadyError,
  SchemaTooNewError,
  ListenError,
  CertificateFileError,
];

/** Why the receiver did not start: one clear message where we know what to say, otherwise the stack. */
export function startupMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return EXPECTED.some((expected) => error instanceof expected)
    ? error.message
    : (error.stack ?? error.message);
}
