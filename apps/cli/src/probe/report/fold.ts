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
