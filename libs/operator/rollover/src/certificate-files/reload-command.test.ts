import { describe, expect, it } from 'vitest';

import { isHarmless } from '#text';

import { oneLine, runReload } from './reload-command.js';

describe('what a reload command says', () => {
  it.each([
    ['a\n\n  b\r\nc', 'a | b | c'],
    ['a\u202eb\u2066c\u200bd', 'a b c d'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['a\u009bb\u0085c\u2028d', 'a b | c | d'],
    ['a\ud800b', 'a b'],
  ])('is one line without what a terminal obeys: %j', (output, line) => {
    expect(oneLine(output)).toBe(line);
  });

  it('is harmless in the error, with the command', async () => {
    const command = "printf 'a\\342\\200\\256b\\033[2Jc'; exit 3 # \u202e";
    const failure: unknown = await runReload(command, 60_000).catch((error: unknown) => error);
    const { message } = failure as Error;
    expect(message).toMatch(/^the reload command failed \(exit status 3\): .*, which said: a b \[2Jc$/);
    expect(isHarmless(message)).toBe(true);
  });
});
