import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';

import { qrCode } from './qr-code.js';

describe('qrCode', () => {
  it('paints exactly the dark modules', () => {
    const text = 'mailto:test@k3v9x0m2c7qa.do.havedane.test';
    const { data } = encode(text, { ecc: 'L', border: 0 });
    const painted = data.map((row) => row.map(() => false));
    for (const [, x, y, width] of qrCode(text).matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
      for (let i = 0; i < Number(width); i++) painted[Number(y)]![Number(x) + i] = true;
    }
    expect(painted).toEqual(data);
  });
});
