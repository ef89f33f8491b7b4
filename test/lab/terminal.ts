/** Layout for a person who reads in a terminal; plain text everywhere else. */
import { styleText } from 'node:util';

export const WIDTH = 100;

type Format = Parameters<typeof styleText>[0];

/** Colours only where the output shows them; NO_COLOR is heeded by `hasColors`. */
const COLOURS = process.stdout.isTTY && process.stdout.hasColors();

export function paint(format: Format, text: string): string {
  return COLOURS ? styleText(format, text) : text;
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Breaks text between words into lines of at most `width` characters. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}

/** Lines under a name in the margin, which the first of them shares. */
export function printSection(name: string, lines: readonly string[]): void {
  lines.forEach((line, index) => {
    print(`  ${paint('dim', (index === 0 ? name : '').padEnd(SECTION_MARGIN - 2))}${line}`);
  });
  print();
}

export const SECTION_MARGIN = 13;
