import { describe, expect, it } from 'vitest';

import { formatLine } from './format-line.js';

const line = (fields: object): string =>
  formatLine(
    JSON.stringify({ level: 'info', time: '2026-05-04T11:22:33.123Z', context: 'smtp', ...fields }),
    false,
  );

describe('formatLine', () => {
  it('gives time, level, context, message and fields', () => {
    expect(line({ address: '127.0.0.1', port: 2525, msg: 'listening' })).toBe(
      '11:22:33.123 INFO  smtp  listening address=127.0.0.1 port=2525\n',
    );
  });

  it('quotes texts with blanks and writes other values as JSON', () => {
    expect(line({ msg: 'x', name: 'two words', empty: '', none: null, list: [1, 2] })).toBe(
      '11:22:33.123 INFO  smtp  x name="two words" empty="" none=null list=[1,2]\n',
    );
  });

  it('lets no control character of a client reach the terminal', () => {
    const text = line({ msg: 'EHLO \u001b[2J\r\nfaked line', name: 'a\u202eb\u0007' });
    expect(text).toBe(
      '11:22:33.123 INFO  smtp  EHLO \\u{1b}[2J\\u{d}\\u{a}faked line name=a\\u{202e}b\\u{7}\n',
    );
  });

  it('puts the stack of an error below', () => {
    const stack = 'Error: it broke\n    at main (main.js:1:1)';
    expect(line({ level: 'error', msg: 'it broke', err: { stack } })).toBe(
      `11:22:33.123 ERROR smtp  it broke\n${stack}\n`,
    );
  });

  it('colours the level on demand', () => {
    expect(formatLine('{"level":"warn","msg":"x"}', true)).toContain('\u001b[33mWARN \u001b[0m');
  });

  it('passes on what is not a record', () => {
    expect(formatLine('plain text\n', false)).toBe('plain text\n');
  });
});
