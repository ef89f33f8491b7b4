import { ConfigError } from '#config';
import { DatabaseFileError, SchemaNotReadyError, SchemaTooNewError } from '#store';

import { SocketError } from './socket/socket-error.js';

const EXPECTED = [ConfigError, DatabaseFileError, SchemaNotReadyError, SchemaTooNewError, SocketError];

/** Why the observer did not start: one clear message where we know what to say, otherwise the stack. */
export function startupMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return EXPECTED.some((expected) => error instanceof expected)
    ? error.message
    : (error.stack ?? error.message);
}
