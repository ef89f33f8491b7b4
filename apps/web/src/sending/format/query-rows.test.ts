import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import { queryRows } from './query-rows.js';

describe('queryRows', () => {
  it('says what was asked, how, and from where', () => {
    const query = {
      name: 'a.test',
      type: 'TLSA',
      dnssecOk: false,
      transport: 'quic',
      resolverPort: 1,
    } as const;
    expect(queryRows(query)).toEqual([
      { name: 'Asked for', value: 'a.test TLSA' },
      { name: 'DO bit', value: 'not set' },
      { name: 'Transport', value: 'QUIC' },
      { name: 'Resolver port', value: '1' },
    ]);
  });
});
