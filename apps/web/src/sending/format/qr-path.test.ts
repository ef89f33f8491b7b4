import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';

import { qrPath } from './qr-path.js';

describe('qrPath', () => {
  it('paints exactly the dark modules', () => {
    const text = 'mailto:test@k3v9x0m2c7qa.do.havedane.test';
    const { size, path } = qrPath(text);
    const painted = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
      for (let i = 0; i < Number(width); i++) painted[Number(y)]![Number(x) + i] = true;
    }
    expect(painted).toEqual(encode(text, { ecc: 'L', border: 0 }).data);
  });
});
