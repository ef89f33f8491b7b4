/** What strangers wrote, made fit for a terminal: every character is seen, and none is obeyed. */
import { harmless } from '#text';

/** As one line. */
export function printable(text: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ').replaceAll('\t', ' ');
  return harmless(line, { as: 'escaped' }).trim();
}

/** Line ends and tabs stay. */
export function printableLines(text: string): string {
  return harmless(text.replaceAll('\r\n', '\n'), { as: 'escaped', keep: '\n\t' });
}
