/**
 * A rollover cannot begin or go on, and a person has to do something. Its message is one line: what is wrong and what to
 * do. Nothing was changed by the call that threw it, unless it says so.
 */
export class RolloverError extends Error {
  override readonly name = 'RolloverError';
}
