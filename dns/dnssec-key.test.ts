import { describe, expect, it } from 'vitest';

import { formatDnskey, formatDs, keyTag, parseDnskey } from './generate.js';

/** The example of RFC 6605 §6.1. */
const DATA =
  '257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==';
const KEY = parseDnskey(`example.net. 3600 IN DNSKEY ${DATA}`);

describe('a DNSKEY record', () => {
  it('is read and written', () => {
    expect(KEY).toMatchObject({ flags: 257, protocol: 3, algorithm: 13 });
    expect(formatDnskey(KEY!)).toBe(DATA);
  });

  it('has the key tag of RFC 6605 §6.1', () => {
    expect(keyTag(KEY!)).toBe(55648);
  });

  it.each(['example.net', 'EXAMPLE.net'])('has the DS record of RFC 6605 §6.1, as %s', (domain) => {
    expect(formatDs(domain, KEY!)).toBe(
      '55648 13 2 B4C8C1FE2E7477127B27115656AD6256F424625BF5C1E2770CE6D6E37DF61D17',
    );
  });

  it.each(['', 'example.net. 3600 IN CDNSKEY 257 3 13 GojI', 'example.net. DNSKEY 257 3 13', 'DNSKEY'])(
    'is not found in %j',
    (line) => {
      expect(parseDnskey(line)).toBeUndefined();
    },
  );
});
