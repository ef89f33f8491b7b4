import type { Style } from './style.js';
import { fold } from './fold.js';

/** The width of the labels before what is told: `TLSA`, `RSA`, `MTA-STS`. */
const LABEL_WIDTH = 10;

interface LineOptions {
  /** Spaces before the line. */
  readonly indent: number;
  /** Stands once, before the text, which is folded to the right of it. */
  readonly head?: string;
  readonly paintHead?: (text: string) => string;
  readonly paint?: (text: string) => string;
}

const asIs = (text: string): string => text;

/** A paragraph whose further lines begin below the beginning of its text. */
export function paragraph(text: string, style: Style, options: LineOptions): string[] {
  const { indent, head = '', paintHead = asIs, paint = asIs } = options;
  const hang = indent + head.length + (head === '' ? 0 : 1);
  const [first = '', ...more] = fold(text, Math.max(style.width - hang, 20), 0);
  const start = ' '.repeat(indent) + (head === '' ? '' : `${paintHead(head)} `);
  return [start + paint(first), ...more.map((line) => ' '.repeat(hang) + paint(line))];
}

/** A paragraph behind a label, below which its further paragraphs are aligned. */
export function labelled(
  label: string,
  text: string,
  style: Style,
  indent: number,
  paint: (text: string) => string = asIs,
): string[] {
  return paragraph(text, style, { indent, head: label.padEnd(LABEL_WIDTH), paintHead: style.dim, paint });
}

/** Where the text of a labelled paragraph begins. */
export function afterLabel(indent: number): number {
  return indent + LABEL_WIDTH + 1;
}
