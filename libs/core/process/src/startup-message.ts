import { ConfigError } from '#config';
import { DatabaseFileError, SchemaNotReadyError, SchemaTooNewError } from '#store';

export type ErrorClass = abstract new (...args: never[]) => Error;

const ALWAYS_EXPECTED: readonly ErrorClass[] = [
  ConfigError,
  DatabaseFileError,
  SchemaNotReadyError,
  SchemaTooNewError,
];

/** Why an app did not start: one clear message where we know what to say, otherwise the stack. */
export function startupMessage(error: unknown, expected: readonly ErrorClass[]): string {
  if (!(error instanceof Error)) return String(error);
  return [...ALWAYS_EXPECTED, ...expected].some((known) => error instanceof known)
    ? error.message
    : (error.stack ?? error.message);
}
