/** States of a check in which MTA-STS was tested, too, by what its headline says of both mechanisms. */
import type { HeadlineKind, NewObservation } from '#checks';
import type { ScenarioId } from '#scenarios';

import {
  askedForPolicy,
  anotherMessage,
  deliveredOverTls,
  MX2,
  refused,
  refusedAtMx,
  type Sender,
  type StoryCheck,
} from './check-stories.js';

type Story = (check: StoryCheck, now: number, sender: Sender) => readonly NewObservation[];

export interface HeadlineState {
  readonly kind: HeadlineKind;
  readonly tone: 'good' | 'warn' | 'bad' | 'waiting';
  /** As the rest, in English. */
  readonly title: string;
  readonly tab: string;
  /** Of MTA-STS, beneath the title. */
  readonly says: string;
  readonly stories: readonly Story[];
}

const at =
  (tell: typeof deliveredOverTls, ...scenarios: readonly ScenarioId[]): Story =>
  (check, now, sender) =>
    scenarios.map((scenario, index) => tell(check, { scenario, at: now + 120 * index, sender }));

const DANE_ENFORCED = [at(deliveredOverTls, 'do', 'dont'), at(refused, 'wrong')];
const DANE_UNUSED = [at(deliveredOverTls, 'do', 'dont', 'wrong')];
const FETCHED = at(askedForPolicy, 'sts-good', 'sts-cert', 'sts-mx');
const CONTROLS = at(deliveredOverTls, 'sts-good', 'sts-none');
const POLICIES_ENFORCED = [FETCHED, CONTROLS, at(refusedAtMx, 'sts-cert', 'sts-mx')];
const POLICIES_UNUSED = [CONTROLS, at(deliveredOverTls, 'sts-cert', 'sts-mx')];

export const HEADLINE_STATES = {
  both: {
    kind: 'both',
    tone: 'good',
    title: 'mx1.example.net enforces DANE and MTA-STS; DANE takes precedence',
    tab: '✓ enforces – HaveDane',
    says: 'Your system fetched 3 MTA-STS policies',
    stories: [...DANE_ENFORCED, ...POLICIES_ENFORCED, at(refusedAtMx, 'sts-dane')],
  },
  dane: {
    kind: 'dane',
    tone: 'good',
    title: 'mx1.example.net enforces DANE, but not MTA-STS',
    tab: '✓ enforces – HaveDane',
    says: 'Mail to domains that use only MTA-STS is not protected.',
    stories: [...DANE_ENFORCED, ...POLICIES_UNUSED],
  },
  'mta-sts': {
    kind: 'mta-sts',
    tone: 'warn',
    title: 'mx1.example.net enforces MTA-STS only; DANE is not used',
    tab: '! enforces MTA-STS only – HaveDane',
    says: 'Mail to domains that use only DANE is not protected.',
    stories: [...DANE_UNUSED, ...POLICIES_ENFORCED],
  },
  neither: {
    kind: 'neither',
    tone: 'bad',
    title: 'mx1.example.net enforces neither DANE nor MTA-STS',
    tab: '✗ does not enforce – HaveDane',
    says: 'We saw your system fetch no MTA-STS policy',
    stories: [...DANE_UNUSED, ...POLICIES_UNUSED],
  },
  mixed: {
    kind: 'mixed',
    tone: 'bad',
    title: 'mx1.example.net did not enforce DANE everywhere; MTA-STS is enforced',
    tab: '✗ does not enforce – HaveDane',
    says: 'Where a domain has both, MTA-STS replaces DANE, which RFC 8461 §2 forbids',
    stories: [...DANE_ENFORCED, ...POLICIES_ENFORCED, at(deliveredOverTls, 'sts-dane')],
  },
  'dane-open': {
    kind: 'dane-alone',
    tone: 'waiting',
    title: 'Mail from mx1.example.net arrived; waiting for the rest',
    tab: '4 of 85 seen – HaveDane',
    says: 'MTA-STS is enforced.',
    stories: POLICIES_ENFORCED,
  },
  'policies-open': {
    kind: 'dane-alone',
    tone: 'bad',
    title: 'mx1.example.net did not enforce DANE',
    tab: '✗ does not enforce – HaveDane',
    says: 'MTA-STS: waiting for more messages. It takes at least sts-good, sts-none and sts-cert.',
    stories: [...DANE_UNUSED, at(deliveredOverTls, 'sts-good')],
  },
  'policies-doubted': {
    kind: 'dane-alone',
    tone: 'good',
    title: 'mx1.example.net enforces DANE',
    tab: '✓ enforces – HaveDane',
    says: 'MTA-STS seems to be enforced. mx2.mail-frontend.example.net (2001:db8:4:2::25) delivered to “Self-signed under a policy”, where no message may arrive.',
    stories: [
      ...DANE_ENFORCED,
      ...POLICIES_ENFORCED,
      (check, now) => [
        anotherMessage(deliveredOverTls(check, { scenario: 'sts-cert', at: now, sender: MX2 })),
      ],
    ],
  },
} as const satisfies Readonly<Record<string, HeadlineState>>;
