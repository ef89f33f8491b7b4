import { describe, expect, it } from 'vitest';

import { printable, printableLines } from './printable.js';

describe('printable', () => {
  it('shows control and format characters instead of obeying them, in one line', () => {
    expect(printable('\u001b[31mred\u0007\u202e \r\n next\u009b\ud800')).toBe(
      '\\u{1b}[31mred\\u{7}\\u{202e} next\\u{9b}\\u{d800}',
    );
  });

  it('drops what is white around line ends', () => {
    expect(printable(' a \t\r\n\n \r\n\t b\tc  d ')).toBe('a b c  d');
  });
});

describe('printableLines', () => {
  it('keeps the lines of a text that has lines', () => {
    expect(printableLines('a\r\nb\n\tc\u001b\r')).toBe('a\nb\n\tc\\u{1b}\\u{d}');
  });
});
