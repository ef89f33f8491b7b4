/** What strangers wrote, made fit for a terminal: every character is seen, and none is obeyed. */
import { harmless } from '#text';

/** As one line. */
export function printable(text: string): string {
  // Split first: an expression for line ends with white space around them looks at long blanks again from each of them.
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const line = lines.filter((each) => each !== '').join(' ');
  return harmless(line.replaceAll('\t', ' '), { as: 'escaped' }).trim();
}

/** Line ends and tabs stay. */
export function printableLines(text: string): string {
  return harmless(text.replaceAll('\r\n', '\n'), { as: 'escaped', keep: '\n\t' });
}
