/** What an event of a client may carry: a token or an id, and nothing that takes more than a moment to look at. */

const MAX_ARGUMENTS = 1;
const MAX_DEPTH = 2;
const MAX_VALUES = 10;
const MAX_CHARACTERS = 200;

/**
 * What of the arguments is beyond the bounds, as the end of a sentence, or null. That a text is a token, and not another small
 * value, is for whoever handles the event.
 */
export function beyondEventBounds(args: readonly unknown[]): string | null {
  if (args.length > MAX_ARGUMENTS) return 'carries more than one argument';
  let values = 0;
  const beyond = (value: unknown, depth: number): string | null => {
    values += 1;
    if (values > MAX_VALUES) return `carries more than ${MAX_VALUES} values`;
    if (typeof value === 'string') {
      return value.length > MAX_CHARACTERS ? `carries more than ${MAX_CHARACTERS} characters` : null;
    }
    if (typeof value !== 'object' || value === null) return null;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return 'carries bytes';
    if (depth === MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
    for (const [name, child] of Object.entries(value)) {
      const excess = beyond(name, depth) ?? beyond(child, depth + 1);
      if (excess !== null) return excess;
    }
    return null;
  };
  for (const arg of args) {
    const excess = beyond(arg, 0);
    if (excess !== null) return excess;
  }
  return null;
}
