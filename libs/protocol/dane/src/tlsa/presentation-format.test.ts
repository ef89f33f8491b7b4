import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatTlsa, parseTlsa } from './presentation-format.js';

const octet = fc.nat(255);
const anyRecord = fc.record({
  usage: octet,
  selector: octet,
  matchingType: octet,
  data: fc.uint8Array({ minLength: 1, maxLength: 100 }),
});

describe('parseTlsa', () => {
  it('reads what formatTlsa wrote', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const parsed = parseTlsa(formatTlsa(record));
        expect(parsed).toEqual({ ok: true, record: { ...record, data: Buffer.from(record.data) } });
      }),
    );
  });

  it('reads data in upper case and divided by white space (RFC 6698 §2.2)', () => {
    expect(parseTlsa('  3 1\t1 0A1b 2C\n3d ')).toEqual({
      ok: true,
      record: { usage: 3, selector: 1, matchingType: 1, data: Buffer.from('0a1b2c3d', 'hex') },
    });
  });

  it.each([
    ['', 'the usage and the selector and the matching type must be a number from 0 to 255'],
    ['256 1 1 00', 'the usage must be a number from 0 to 255'],
    ['3 -1 1 00', 'the selector must be a number from 0 to 255'],
    ['3 1 0x1 00', 'the matching type must be a number from 0 to 255'],
    ['3 1 1', 'the association data must be pairs of hexadecimal digits'],
    ['3 1 1 0a1', 'the association data must be pairs of hexadecimal digits'],
    ['3 1 1 0g', 'the association data must be pairs of hexadecimal digits'],
  ])('gives the reason for %j', (text, reason) => {
    expect(parseTlsa(text)).toEqual({ ok: false, reason });
  });
});
