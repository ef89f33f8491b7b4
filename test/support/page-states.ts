/** States of a check that its page has to show, by what was seen. */
import type { NewObservation } from '#checks';

import {
  MX1,
  MX2,
  type Sender,
  type StoryCheck,
  brokeOffInTls,
  deliveredInClear,
  deliveredOverTls,
  lookedUp,
  refused,
  tlsFailed,
} from './check-stories.js';

export interface PageState {
  readonly outcome: string;
  /** Of what there is to do. */
  readonly heading?: string;
  /** @param now in ms */
  readonly story: (check: StoryCheck, now: number) => readonly NewObservation[];
}

export const LAPTOP: Sender = { clientAddress: '192.0.2.66', clientName: 'laptop.example.org' };

/** As long as DNS allows (RFC 1035 §3.1), and nowhere to break it but between the labels. */
export const LONG_NAME =
  ['a', 'b', 'c'].map((letter) => letter.repeat(63)).join('.') + `.${'d'.repeat(49)}.example.net`;
const LONG: Sender = { clientAddress: '2001:db8:4444:2222:aaaa:bbbb:cccc:dddd', clientName: LONG_NAME };

export const PAGE_STATES = {
  waiting: { outcome: 'waiting', story: () => [] },
  'partly-seen': {
    outcome: 'waiting',
    story: (check, now) => [deliveredOverTls(check, { scenario: 'dont', at: now })],
  },
  enforces: {
    outcome: 'enforces',
    heading: 'The queued message',
    story: (check, now) => [
      deliveredOverTls(check, { scenario: 'do', at: now }),
      deliveredOverTls(check, { scenario: 'dont', at: now + 120 }),
      refused(check, { scenario: 'wrong', at: now + 180 }, 'bad_certificate'),
    ],
  },
  'does-not-enforce': {
    outcome: 'does-not-enforce',
    story: (check, now) => [
      refused(check, { scenario: 'wrong', at: now, sender: MX1 }),
      deliveredOverTls(check, { scenario: 'wrong', at: now, sender: MX2 }),
      deliveredOverTls(check, { scenario: 'do', at: now, sender: MX2 }),
      deliveredOverTls(check, { scenario: 'dont', at: now, sender: MX2 }),
    ],
  },
  'no-tls': {
    outcome: 'no-tls',
    heading: 'What to do next',
    story: (check, now) => [
      tlsFailed(check, { scenario: 'do', at: now }),
      deliveredInClear(check, { scenario: 'do', at: now }),
      deliveredInClear(check, { scenario: 'dont', at: now }),
      deliveredInClear(check, { scenario: 'wrong', at: now }),
    ],
  },
  'refuses-valid': {
    outcome: 'refuses-valid',
    story: (check, now) => [
      deliveredOverTls(check, { scenario: 'dont', at: now }),
      refused(check, { scenario: 'do', at: now }, 'unknown_ca'),
    ],
  },
  lookups: {
    outcome: 'does-not-enforce',
    heading: 'How to fix it',
    story: (check, now) => [
      deliveredOverTls(check, { scenario: 'do', at: now }),
      deliveredOverTls(check, { scenario: 'wrong', at: now }),
      lookedUp(check, { scenario: 'wrong', at: now - 100 }, 'A'),
      lookedUp(check, { scenario: 'wrong', at: now - 90 }, 'AAAA', false),
    ],
  },
  'broke-off-in-tls': {
    outcome: 'enforces',
    story: (check, now) => [
      deliveredOverTls(check, { scenario: 'do', at: now - 120_000 }),
      deliveredOverTls(check, { scenario: 'dont', at: now - 120_000 }),
      brokeOffInTls(check, { scenario: 'wrong', at: now - 120_000 }),
    ],
  },
  'somebody-looked': {
    outcome: 'enforces',
    story: (check, now) => [
      deliveredOverTls(check, { scenario: 'do', at: now }),
      deliveredOverTls(check, { scenario: 'dont', at: now + 120, sender: MX2 }),
      refused(check, { scenario: 'wrong', at: now + 180 }),
      refused(check, { scenario: 'wrong', at: now + 5_000, sender: LAPTOP }),
    ],
  },
  inconclusive: {
    outcome: 'inconclusive',
    story: (check, now) =>
      (['do', 'dont', 'wrong'] as const).map((scenario) => refused(check, { scenario, at: now })),
  },
  'long-names': {
    outcome: 'does-not-enforce',
    story: (check, now) => [
      deliveredOverTls(check, { scenario: 'do', at: now, sender: LONG }),
      deliveredOverTls(check, { scenario: 'dont', at: now, sender: MX2 }),
      deliveredOverTls(check, { scenario: 'wrong', at: now + 120, sender: LONG }),
      refused(check, { scenario: 'wrong', at: now + 5_000, sender: LAPTOP }),
      lookedUp(check, { scenario: 'wrong', at: now - 100 }, 'A'),
    ],
  },
} as const satisfies Readonly<Record<string, PageState>>;
