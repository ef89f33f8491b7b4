import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { confirm } from './confirm.js';

describe('confirm', () => {
  it.each([
    ['y\n', true],
    ['Yes\n', true],
    ['\n', false],
    ['n\n', false],
    ['yesterday\n', false],
    ['', false],
  ])('takes %j as %s', async (answer, expected) => {
    const input = new PassThrough();
    const output = new PassThrough();
    const confirmed = confirm('Publish this?', input, output);
    input.end(answer);
    expect(await confirmed).toBe(expected);
    expect(String(output.read())).toContain('Publish this? [y/N]');
  });
});
