/** What strangers wrote, made fit for a terminal: every character is seen, and none is obeyed. */

/**
 * Control characters could move the cursor, change colours, hide what stands before them or, with some terminals, type
 * commands; marks that turn the direction of writing could make a text read as another.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** As one line. */
export function printable(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll('\t', ' ')
    .replace(UNPRINTABLE, escaped)
    .trim();
}

/** Line ends and tabs stay. */
export function printableLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNPRINTABLE, (character) => ('\n\t'.includes(character) ? character : escaped(character)));
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`;
}
