/** Text that came over the network, made fit for a terminal. */

/**
 * Control characters could move the cursor, change colours or hide what stands before them; so could the marks that
 * turn the direction of writing.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line, in which every character is seen. */
export function printable(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll('\t', ' ')
    .replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
    .trim();
}
