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

/** Between words, but never within the name of a section, such as `RFC 7671 §5.1`. */
const BREAK = /(?<!\bRFC|\bRFC \d{3,5}) /;

/**
 * Folds a line between words, so that no line is longer than `width` unless a word is; the further lines begin with
 * `indent` spaces. Escape sequences for colours would be counted: colour the lines that come out.
 */
export function fold(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAK)) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
