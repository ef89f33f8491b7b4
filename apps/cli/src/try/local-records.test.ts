import { describe, expect, it } from 'vitest';

import { LocalRecords } from './local-records.js';

const DATA = { exact: `3 1 1 ${'aa'.repeat(32)}`, wildcard: `2 0 1 ${'bb'.repeat(32)}` };

const records = new LocalRecords([
  { name: 'do.havedane.test.', type: 'MX', data: '10 do.havedane.test.' },
  { name: '_25._tcp.do.havedane.test.', type: 'TLSA', data: DATA.exact },
  { name: '*.do.havedane.test.', type: 'MX', data: '10 do.havedane.test.' },
  { name: '*.do.havedane.test.', type: 'TLSA', data: DATA.wildcard },
  { name: '_25._tcp.dont.havedane.test.', type: 'TLSA', data: 'nonsense' },
]);

describe('LocalRecords.tlsaOf', () => {
  it.each([
    ['a host with records of its own', 'do.havedane.test', [3]],
    ['a host that a wildcard covers', '0123456789ab.do.havedane.test', [2]],
    ['a host that neither covers', '0123456789ab.wrong.havedane.test', []],
    ['a host whose record cannot be read', 'dont.havedane.test', []],
  ])('answers the records of %s', (_what, host, usages) => {
    expect(records.tlsaOf(host).map(({ usage }) => usage)).toEqual(usages);
  });
});
