import { styleText } from 'node:util';

/** Colours say nothing that the words and signs do not say. */
export interface Style {
  readonly good: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  /** Characters in a line; lines that are longer are folded. Infinity where no terminal shows them. */
  readonly width: number;
}

const as = (text: string): string => text;

export function plainStyle(width = Infinity): Style {
  return { good: as, warning: as, bad: as, strong: as, dim: as, width };
}

export function colouredStyle(width: number): Style {
  const paint = (colour: Parameters<typeof styleText>[0]) => (text: string) =>
    text === '' ? '' : styleText(colour, text, { validateStream: false });
  return {
    good: paint('green'),
    warning: paint('yellow'),
    bad: paint('red'),
    strong: paint('bold'),
    dim: paint('dim'),
    width,
  };
}
