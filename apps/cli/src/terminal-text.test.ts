import { describe, expect, it } from 'vitest';

import { terminalText } from './terminal-text.js';

describe('terminalText', () => {
  it('shows control and format characters instead of obeying them', () => {
    expect(terminalText('\u001b[31mred\u0007\u202e\r\nnext\u009b')).toBe('�[31mred����next�');
  });

  it('keeps the lines of a text that has lines', () => {
    expect(terminalText('a\r\nb\n\tc\u001b\r', { keepLines: true })).toBe('a\nb\n\tc��');
  });
});
