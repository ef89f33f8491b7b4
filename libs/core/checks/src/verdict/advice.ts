/** The next step for the admin of the sending server. */
import type { ReleaseState } from '../release.js';

import { isLetThrough, type Facts } from './facts.js';
import type { Reading } from './policy.js';
import { troubleOf } from './trouble.js';
import type { Advice } from './verdict.js';

type Broken = Pick<Facts, 'broken'>;

export function adviseOn(reading: Reading, facts: Broken, release: ReleaseState): readonly Advice[] {
  return ADVICE_ON[reading](facts, release);
}

type Advise = (facts: Broken, release: ReleaseState) => readonly Advice[];

const turnOn: Advise = () => ['turn-on-dane'];
const findFault: Advise = () => ['find-the-fault'];
const sendAll: Advise = ({ broken }) => [
  troubleOf(broken) === 'broke-off' ? 'read-the-log' : 'mail-all-addresses',
];

const ADVICE_ON: Readonly<Record<Reading, Advise>> = {
  'nothing-yet': () => [],
  'more-to-come': () => [],
  'broken-silent': sendAll,
  'only-valid-delivered': sendAll,
  'only-broken-delivered': sendAll,
  'refusals-not-judged': sendAll,
  'only-left': () => ['send-a-short-message'],
  enforces: (facts, release) => ['nothing-to-fix', queueAdvice(facts, release)],
  'enforces-and-demands': (facts, release) => ['require-less', queueAdvice(facts, release)],
  'enforces-so-far': (facts, release) => ['send-more-messages', queueAdvice(facts, release)],
  'delivered-everywhere': turnOn,
  'delivered-at-some': turnOn,
  'some-servers-deliver': turnOn,
  'did-both': turnOn,
  'clear-at-broken': turnOn,
  'clear-at-valid': turnOn,
  'never-tls': () => ['turn-on-tls'],
  'valid-refused': findFault,
  'valid-likely-refused': findFault,
  'valid-missing': findFault,
  'refuses-everything': findFault,
  'only-refusals': findFault,
  'only-trouble': findFault,
};

/** What becomes of the message that was rightly refused. */
function queueAdvice({ broken }: Broken, release: ReleaseState): Advice {
  if (isLetThrough(broken)) return 'queue-is-clean';
  // A host that all checks share cannot be released.
  if (!broken.refusals.some(({ attribution }) => attribution === 'exact')) return 'message-stays-queued';
  return release === 'released' ? 'message-is-released' : 'message-waits-for-release';
}
