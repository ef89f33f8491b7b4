import { describe, expect, it } from 'vitest';

import { describeOwner } from './lock-owner.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 1_800_000_000_000;

describe('describeOwner', () => {
  it.each([
    [-MINUTE, 'less than a minute'],
    [59_999, 'less than a minute'],
    [MINUTE, '1 minute'],
    [59 * MINUTE, '59 minutes'],
    [HOUR, '1 hour'],
    [3 * HOUR + 5 * MINUTE, '3 hours and 5 minutes'],
    [DAY, '1 day'],
    [2 * DAY + HOUR + 59 * MINUTE, '2 days and 1 hour'],
  ])('says of %i ms that it is %s', (ms, age) => {
    const owner = { pid: 7, host: 'mx', command: 'havedane rollover run', since: NOW - ms };
    expect(describeOwner('mail.example.org', owner, NOW)).toBe(
      `Another run (process 7 on mx, \`havedane rollover run\`, for ${age}) is at work on mail.example.org`,
    );
  });

  it('says less when nobody knows who it is', () => {
    expect(describeOwner('mail.example.org', null, NOW)).toBe('Another run is at work on mail.example.org');
  });
});
