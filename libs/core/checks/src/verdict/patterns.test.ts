import {
  conclusionAt,
  findCertificate,
  isTrusted,
  type KnownScenario,
  mustRefuse,
  SCENARIOS,
} from '#scenarios';
import { describe, expect, it } from 'vitest';

import { START, history } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';
import { PATTERNS, type PatternCode } from './patterns.js';

const LATE = START + 86_400_000;

const patterns = (...story: readonly string[]) =>
  judge(history(...story), LATE)
    .messages.filter(({ code }) => code === 'same-pattern')
    .map(({ facts }) => facts);

/** Whether a sender delivers there. */
type Sender = (scenario: KnownScenario) => boolean;

const conforms: Sender = (scenario) => !mustRefuse(scenario);
const verifies = (scenario: KnownScenario, tlsa: KnownScenario['tlsa']): boolean =>
  conclusionAt(scenario, tlsa) !== 'mismatch';
/** What has nothing to do with the records of a host. */
const isElsewhere = ({ listener, zone, mx = [] }: KnownScenario): boolean =>
  listener !== undefined || zone !== undefined || mx.some((host) => host.tlsaLookup ?? host.zone);

/** Each has one fault, and conforms but for what follows from it. */
const SENDERS: Readonly<Record<Exclude<PatternCode, 'no-server-name'>, Sender>> = {
  'issuer-records-ignored': (scenario) =>
    isElsewhere(scenario)
      ? conforms(scenario)
      : verifies(
          scenario,
          scenario.tlsa.filter(({ usage }) => usage === 3),
        ),
  'issuer-needs-public-ca': (scenario) =>
    conforms(scenario) &&
    (!scenario.tlsa.some(({ usage }) => usage === 2) ||
      conclusionAt(
        scenario,
        scenario.tlsa.filter(({ usage }) => usage === 3),
      ) === 'verified'),
  'every-usage-must-match': (scenario) =>
    conforms(scenario) &&
    (isElsewhere(scenario) ||
      ([2, 3] as const).every((each) =>
        verifies(
          scenario,
          scenario.tlsa.filter(({ usage }) => usage === each),
        ),
      )),
  'failed-lookup-taken-for-none': (scenario) =>
    conforms(scenario) || scenario.mx?.some(({ tlsaLookup }) => tlsaLookup !== undefined) === true,
  'dates-of-matched-certificate': (scenario) =>
    conforms(scenario) && findCertificate(scenario.certificate).validity === 'current',
  'implicit-mx-forgotten': (scenario) => conforms(scenario) || scenario.mx === undefined,
  'alias-not-followed': (scenario) =>
    conforms(scenario) || scenario.mx?.some(({ tlsaAlias }) => tlsaAlias === true) === true,
  'pkix-records-taken-for-dane': (scenario) =>
    isElsewhere(scenario)
      ? conforms(scenario)
      : verifies(
          scenario,
          scenario.tlsa.map((plan) => (plan.usage === 1 ? { ...plan, usage: 3 } : plan)),
        ),
};

const storyOf = (sender: Sender, scenarios = SCENARIOS): string[] =>
  scenarios.map((scenario) => `mx1 ${sender(scenario) ? 'delivers' : 'refuses'} ${scenario.id}`);

/** Each refuses where its fault makes it; without a server name a refusal names no check. */
const storyOfFault = (pattern: PatternCode): string[] =>
  pattern === 'no-server-name'
    ? ['mx1 delivers do nameless', 'mx1 delivers dont nameless']
    : storyOf(SENDERS[pattern]);

describe('patterns', () => {
  it.each(PATTERNS)(
    '%s is seen of a simulated sender with that fault, with a public reference',
    (pattern) => {
      expect(patterns(...storyOfFault(pattern))).toEqual([
        {
          who: ['mx1.example.net (192.0.2.1)'],
          pattern,
          reference: expect.stringMatching(/^https:\/\/(github\.com|www\.rfc-editor\.org)\//) as string,
        },
      ]);
    },
  );

  it.each(PATTERNS)('%s is not seen of two servers that show half of it each', (pattern) => {
    const story = storyOfFault(pattern);
    const isFault = (line: string) => !storyOf(conforms).includes(line);
    const halves = story.map((line) => (isFault(line) ? line.replace('mx1', 'mx2') : line));
    expect(patterns(...halves, 'mx2 delivers do', 'mx2 delivers dont')).toEqual([]);
  });

  it('are not seen of a sender that does what is right, of one without DANE, or of one that goes by authorities or refuses whatever DANE does not verify', () => {
    expect(patterns(...storyOf(conforms))).toEqual([]);
    expect(patterns(...storyOf(() => true))).toEqual([]);
    const verified: Sender = (scenario) => conforms(scenario) && conclusionAt(scenario) === 'verified';
    expect(patterns(...storyOf(verified))).toEqual([]);
    const trusted: Sender = ({ certificate }) => isTrusted(findCertificate(certificate));
    expect(patterns(...storyOf(trusted))).toEqual([]);
  });

  it.each(Object.keys(SENDERS) as (keyof typeof SENDERS)[])(
    '%s is not seen of a sender that gave in at another host, or that delivers in the clear',
    (pattern) => {
      const story = storyOfFault(pattern);
      expect(patterns(...story, 'mx1 refuses retry', '2m mx1 delivers retry')).toEqual([]);
      expect(patterns(...story.map((line) => line.replace(/delivers (?!do$).*/, '$& in clear')))).toEqual([]);
    },
  );

  it('say nothing of a sender without a server name that is seen where it must refuse, or may still come there', () => {
    const nameless = storyOfFault('no-server-name');
    expect(patterns(...nameless, 'mx1 delivers wrong nameless')).toEqual([]);
    const soon = judge(history(...nameless), START + 5000).messages;
    expect(soon.filter(({ code }) => code === 'same-pattern')).toEqual([]);
  });
});
