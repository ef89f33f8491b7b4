import { describe, expect, it } from 'vitest';

import { headline, notificationText } from './notification-text.js';
import { type Change, alert } from './watch-state.js';

const SINCE = Date.parse('2026-11-01T12:34:56.000Z');
const MISMATCH = alert({
  code: 'tlsa-mismatch',
  subject: 'mx.example.org:25 [192.0.2.1]',
  text: 'Nothing matches.',
  advice: 'Publish it.',
  publish: ['_25._tcp.mx.example.org. IN TLSA 3 1 1 ab'],
  rfc: 'RFC 7672 §2.2',
});

function change(event: Change['event'], target: string | null = 'mx.example.org:25'): Change {
  return { event, target, since: SINCE, alerts: [MISMATCH] };
}

describe('headline', () => {
  it.each([
    [[change('began')], 'alerts at mx.example.org:25'],
    [[change('changed')], 'other alerts at mx.example.org:25'],
    [[change('reminder')], 'still alerts at mx.example.org:25, since 2026-11-01 12:34 UTC'],
    [[change('ended')], 'over at mx.example.org:25'],
    [[change('began', null)], 'the watch cannot see anything'],
    [[change('ended', null)], 'the watch sees again'],
    [[change('began', 'a:25'), change('ended', 'b:25')], 'alerts at a:25; over at b:25'],
    [
      ['a:25', 'b:25', 'c:25', 'd:25', 'e:25'].map((target) => change('began', target)),
      'alerts at a:25, b:25, c:25, 2 more',
    ],
  ])('of %j', (changes, expected) => {
    expect(headline(changes)).toBe(expected);
  });
});

describe('notificationText', () => {
  it('says what is wrong since when, what to do, and which records are missing', () => {
    expect(notificationText([change('began')])).toBe(
      [
        'Alerts at mx.example.org:25, since 2026-11-01 12:34 UTC',
        '  mx.example.org:25 [192.0.2.1]: Nothing matches. (RFC 7672 §2.2)',
        '    to do: Publish it.',
        '      _25._tcp.mx.example.org. IN TLSA 3 1 1 ab',
        '',
      ].join('\n'),
    );
  });

  it('says what it was when it is over, and not what to do', () => {
    expect(notificationText([change('ended'), change('began', 'b:25')])).toBe(
      [
        'Over at mx.example.org:25; it had begun 2026-11-01 12:34 UTC',
        '  was mx.example.org:25 [192.0.2.1]: Nothing matches.',
        '',
        notificationText([change('began', 'b:25')]),
      ].join('\n'),
    );
  });
});
