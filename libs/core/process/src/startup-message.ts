import { ConfigError } from '#config';
import { DatabaseError, SchemaNotReadyError, SchemaTooNewError } from '#store';
import { fileErrorSentence } from '#text';

export type ErrorClass = abstract new (...args: never[]) => Error;

const ALWAYS_EXPECTED: readonly ErrorClass[] = [
  ConfigError,
  DatabaseError,
  SchemaNotReadyError,
  SchemaTooNewError,
];

/** Why an app did not start: one clear message where we know what to say, otherwise the stack. */
export function startupMessage(error: unknown, expected: readonly ErrorClass[]): string {
  if (!(error instanceof Error)) return String(error);
  if ([...ALWAYS_EXPECTED, ...expected].some((known) => error instanceof known)) return error.message;
  const sentence = fileErrorSentence(error);
  return sentence === undefined ? (error.stack ?? error.message) : `${sentence}.`;
}
