import { describe, expect, it } from 'vitest';

import { SCENARIOS } from '#scenarios';

import { sampleObservation } from '../../../../test/support/sample-observation.js';
import type { Observation, ObservationKind } from './observation.js';
import { fittingResultTypes } from './reportable.js';
import { compareReported, type ReportedSessions, type ReportFinding, type ReportMatch } from './reported.js';
import type { Outage } from './verdict/not-given.js';

const REPORT: Parameters<typeof compareReported>[1] = {
  ...{ startAt: 1_000, endAt: 2_000, receivedAt: 3_000, matchedBy: 'token' },
  ...{ source: 'mail', organization: 'Example', reportId: '1', signedBy: null },
};
const SERVER = '192.0.2.10';
let nextId = 1;

function seen(kind: ObservationKind, changes: Partial<Observation> = {}): Observation {
  const id = (nextId += 1);
  const all = {
    kind,
    scenario: 'wrong',
    at: 1_500,
    clientAddress: SERVER,
    attribution: 'exact',
    evidence: null,
  };
  return { ...sampleObservation(null), ...(all as Partial<Observation>), id, ...changes } as Observation;
}

function reported(changes: Partial<ReportedSessions> = {}): ReportedSessions {
  return { scenario: 'wrong', policy: 'tlsa', successes: 0, failures: 1, failuresByType: [], ...changes };
}

function seenBy(
  observations: readonly Observation[],
  outages: readonly Outage[] = [],
): Parameters<typeof compareReported>[2] {
  return { observations, servers: new Set([SERVER]), outages };
}

function findingOf(
  report: ReportedSessions,
  observations: readonly Observation[],
  matchedBy: ReportMatch = 'token',
): ReportFinding {
  return compareReported(report, { ...REPORT, matchedBy }, seenBy(observations)).finding;
}

type Id = ReportedSessions['scenario'];

/** What an MTA-STS report counts at a scenario. */
function sts(scenario: Id, successes: number, failures: number, ...types: string[]): ReportedSessions {
  const failuresByType = types.map((resultType) => ({ resultType, sessions: 1 }));
  return reported({ scenario, policy: 'sts', successes, failures, failuresByType });
}

/** Sessions at it. */
function at(scenario: Id, ...kinds: ObservationKind[]): Observation[] {
  return kinds.map((kind) => seen(kind, { scenario }));
}

describe('compareReported', () => {
  it.each<[string, ReportedSessions, Observation[], ReportFinding]>([
    ['the refusal that was seen', reported(), [seen('refused')], 'agrees'],
    [
      'deliveries that were seen',
      reported({ scenario: 'do', successes: 1, failures: 0 }),
      [seen('delivered', { scenario: 'do' })],
      'agrees',
    ],
    [
      'no policy where there is none',
      reported({ scenario: 'dont', policy: 'no-policy-found', successes: 1, failures: 0 }),
      [seen('delivered', { scenario: 'dont' })],
      'agrees',
    ],
    [
      'no policy where there are TLSA records',
      reported({ policy: 'no-policy-found', successes: 1, failures: 0 }),
      [seen('delivered')],
      'policy-not-found',
    ],
    ['TLSA records where there are none', reported({ scenario: 'dont' }), [], 'policy-unexpected'],
    ['sessions of which none was seen', reported(), [], 'sessions-unseen'],
    [
      'a success that the records rule out',
      reported({ successes: 1, failures: 0 }),
      [seen('delivered')],
      'success-impossible',
    ],
    ['no failure beside a refusal', reported({ failures: 0 }), [seen('refused')], 'failures-missing'],
    ['failures beside deliveries alone', reported(), [seen('delivered')], 'delivered-despite-failure'],
    ['fewer failures than were seen', reported(), [seen('refused'), seen('refused')], 'counts-differ'],
  ])('of %s', (_, report, observations, finding) => {
    expect(findingOf(report, observations)).toBe(finding);
  });

  it('takes a success after the release for one', () => {
    const evidence = { session: 'b', certificate: 'spare' } as Observation['evidence'];
    const observations = [seen('refused'), seen('delivered', { evidence })];
    expect(findingOf(reported({ successes: 1 }), observations)).toBe('agrees');
  });

  it('counts sessions of the check’s servers in its period and at its scenario alone, each once', () => {
    const evidence = { session: 'a', certificate: null } as Observation['evidence'];
    const others = [
      seen('refused', { clientAddress: '198.51.100.1' }),
      seen('refused', { at: 999 }),
      seen('refused', { at: 2_001 }),
      seen('refused', { scenario: 'do' }),
    ];
    const own = [seen('refused', { at: 1_000, evidence }), seen('refused', { at: 2_000, evidence })];
    const { seen: counted } = compareReported(reported(), REPORT, seenBy([...others, ...own]));
    expect(counted).toEqual({ delivered: 0, failed: 1 });
  });

  it.each<[string, ReportedSessions, Observation[], ReportFinding]>([
    ['a policy that was complied with', sts('sts-good', 1, 0), at('sts-good', 'delivered'), 'agrees'],
    [
      'a refusal with its reason',
      sts('sts-cert', 0, 1, 'certificate-not-trusted'),
      at('sts-cert', 'refused'),
      'agrees',
    ],
    [
      'a refusal without more of a reason than the standard demands',
      sts('sts-exp', 0, 1, 'validation-failure'),
      at('sts-exp', 'refused'),
      'agrees',
    ],
    [
      'a refusal with the reason of another host',
      sts('sts-cert', 0, 1, 'certificate-expired'),
      at('sts-cert', 'refused'),
      'reason-differs',
    ],
    [
      'a refusal with one reason that fits and one that does not',
      sts('sts-exp', 0, 1, 'starttls-not-supported', 'certificate-expired'),
      at('sts-exp', 'refused'),
      'agrees',
    ],
    [
      'a success against the policy',
      sts('sts-name', 1, 0),
      at('sts-name', 'delivered'),
      'success-impossible',
    ],
    ['no TLS where the policy demands it', sts('sts-plain', 0, 1), at('sts-plain', 'left'), 'agrees'],
    [
      'a failure under testing, where everything is delivered',
      sts('sts-test', 0, 1, 'certificate-not-trusted'),
      at('sts-test', 'delivered'),
      'failure-reported',
    ],
    [
      'a success under testing with a certificate that nobody vouches for',
      sts('sts-test', 1, 0),
      at('sts-test', 'delivered'),
      'success-impossible',
    ],
    [
      'a policy that could not be fetched',
      sts('sts-404', 0, 1, 'sts-policy-fetch-error'),
      at('sts-404', 'delivered'),
      'failure-reported',
    ],
    [
      'a policy host that nobody vouches for, with the reason of an unreachable name',
      sts('sts-host', 0, 1, 'dnssec-invalid'),
      at('sts-host', 'delivered'),
      'reason-differs',
    ],
    [
      'a host that is not listed, without a connection',
      sts('sts-mx', 0, 1, 'validation-failure'),
      [],
      'not-connected',
    ],
    [
      'the next host, which is listed',
      sts('sts-next', 1, 1),
      at('sts-next', 'delivered'),
      'success-impossible',
    ],
    ['no connection where one has to be made', sts('sts-cert', 0, 1), [], 'sessions-unseen'],
    ['the policy of a parent domain', sts('sts-sub', 0, 1), at('sts-sub', 'refused'), 'policy-unexpected'],
    ['one of two records', sts('sts-two', 1, 0), at('sts-two', 'delivered'), 'policy-unexpected'],
    [
      'no policy where there is one',
      reported({ scenario: 'sts-good', policy: 'no-policy-found', successes: 1, failures: 0 }),
      at('sts-good', 'delivered'),
      'policy-not-found',
    ],
    [
      'no policy where it was withdrawn that day',
      reported({ scenario: 'sts-gone', policy: 'no-policy-found', successes: 1, failures: 0 }),
      at('sts-gone', 'delivered'),
      'agrees',
    ],
    [
      'a policy that forbade, and was replaced by one that does not',
      sts('sts-id', 1, 1, 'certificate-not-trusted'),
      at('sts-id', 'refused', 'delivered'),
      'agrees',
    ],
    [
      'a refusal under a policy that changes, with the reason of another host',
      sts('sts-gone', 0, 1, 'certificate-expired'),
      at('sts-gone', 'refused'),
      'reason-differs',
    ],
    [
      'a failure under a policy that changes, where everything is delivered',
      sts('sts-id', 0, 1, 'certificate-not-trusted'),
      at('sts-id', 'delivered'),
      'delivered-despite-failure',
    ],
    ['TLSA records under a policy', reported({ scenario: 'sts-good' }), [], 'policy-unexpected'],
    [
      'a lookup that fails, before any connection',
      reported({
        scenario: 'bogus',
        failuresByType: [{ resultType: 'dnssec-invalid', sessions: 1 }],
      }),
      [],
      'not-connected',
    ],
  ])('of MTA-STS: %s', (_, report, observations, finding) => {
    expect(findingOf(report, observations)).toBe(finding);
  });

  it('takes a success at a fallback for one', () => {
    const evidence = { session: 'c', certificate: 'sts-next' } as Observation['evidence'];
    const observations = [seen('delivered', { scenario: 'sts-next', evidence })];
    expect(findingOf(sts('sts-next', 1, 1), observations)).toBe('agrees');
  });

  it.each<[string, ReportedSessions, Observation[], ReportFinding]>([
    ['more sessions than the check had', sts('sts-good', 7, 2), at('sts-good', 'delivered'), 'agrees'],
    ['fewer', sts('sts-good', 0, 2), at('sts-good', 'delivered'), 'delivered-despite-failure'],
    ['fewer failures', sts('sts-cert', 0, 1), at('sts-cert', 'refused', 'refused'), 'counts-differ'],
    [
      'a success that another check may have had after its fallback',
      sts('sts-next', 1, 1),
      at('sts-next', 'refused'),
      'agrees',
    ],
    [
      'a success that no check can have had',
      sts('sts-cert', 1, 1),
      at('sts-cert', 'refused'),
      'success-impossible',
    ],
  ])('of hosts that all checks share: %s', (_, report, observations, finding) => {
    expect(findingOf(report, observations, 'address')).toBe(finding);
  });
});

describe('compareReported, of a policy that we may not have served', () => {
  const away = { from: 1_200, until: 1_300 };
  const unfetched = sts('sts-good', 0, 1, 'sts-policy-fetch-error');
  const delivered = at('sts-good', 'delivered');
  const findingDuring = (report: ReportedSessions, ...outages: Outage[]): ReportFinding =>
    compareReported(report, REPORT, seenBy(at(report.scenario, 'delivered'), outages)).finding;

  it.each<[string, ReportedSessions]>([
    ['was not fetched where all is right', unfetched],
    ['was not fetched where it forbids delivery', sts('sts-cert', 0, 1, 'sts-policy-fetch-error')],
    ['was not fetched where it is “none”', sts('sts-none', 0, 1, 'sts-policy-fetch-error')],
    ['had another host in its place', sts('sts-mx', 0, 1, 'sts-webpki-invalid')],
    [
      'was not found',
      reported({ scenario: 'sts-good', policy: 'no-policy-found', successes: 1, failures: 0 }),
    ],
  ])('blames no sender that reports that it %s', (_, report) => {
    expect(findingDuring(report)).not.toBe('policy-not-served');
    expect(findingDuring(report, away)).toBe('policy-not-served');
  });

  it.each<[string, ReportFinding, Outage[]]>([
    ['all day', 'policy-not-served', [{ from: 0, until: Infinity }]],
    ['before the day, as long as that may be remembered', 'policy-not-served', [{ from: 0, until: 500 }]],
    ['long before', 'delivered-despite-failure', [{ from: -1e9, until: -5e7 }]],
    ['after the day', 'delivered-despite-failure', [{ from: 2_001, until: Infinity }]],
  ])('where it was away %s, says %s', (_, finding, outages) => {
    expect(findingDuring(unfetched, ...outages)).toBe(finding);
  });

  it('has no outage in what is still to come when the report is received', () => {
    const early = { ...REPORT, endAt: 9_000 };
    const outages = [{ from: 5_000, until: Infinity }];
    expect(compareReported(unfetched, early, seenBy(delivered, outages)).finding).toBe(
      'delivered-despite-failure',
    );
  });

  it.each<[string, ReportedSessions, ReportFinding]>([
    ['another reason', sts('sts-cert', 0, 1, 'certificate-expired'), 'reason-differs'],
    ['a success that the policy rules out', sts('sts-cert', 1, 0), 'success-impossible'],
    ['a policy where there is none', sts('sts-sub', 0, 1, 'sts-policy-fetch-error'), 'policy-unexpected'],
    ['no TLSA records', reported({ policy: 'no-policy-found', successes: 1 }), 'policy-not-found'],
  ])('goes on to say what differs of %s', (_, report, finding) => {
    expect(findingDuring(report, away)).toBe(finding);
  });
});

describe('fittingResultTypes', () => {
  it('has a reason for each session that a sender must not count as good, and none where all is right', () => {
    const mismatched = SCENARIOS.filter(({ expected }) => expected === 'refused');
    const reasons = mismatched.map((scenario) => [
      ...fittingResultTypes('tlsa', scenario),
      ...fittingResultTypes('sts', scenario),
    ]);
    expect(mismatched.filter((_, index) => reasons[index]?.length === 0).map(({ id }) => id)).toEqual([]);
    const right = SCENARIOS.filter(({ id }) => ['do', 'sts-good', 'sts-wild', 'mx'].includes(id));
    expect(
      right.flatMap((each) => [...fittingResultTypes('tlsa', each), ...fittingResultTypes('sts', each)]),
    ).toEqual([]);
  });

  it.each([
    ['sts-plain', 'sts', ['starttls-not-supported', 'validation-failure']],
    ['sts-name', 'sts', ['certificate-host-mismatch', 'validation-failure']],
    ['sts-exp', 'sts', ['certificate-expired', 'validation-failure']],
    ['sts-mx', 'sts', ['certificate-host-mismatch', 'sts-policy-invalid', 'validation-failure']],
    ['sts-html', 'sts', ['sts-policy-fetch-error', 'sts-policy-invalid', 'validation-failure']],
    ['sts-host', 'sts', ['sts-webpki-invalid', 'sts-policy-fetch-error', 'validation-failure']],
    ['sts-id', 'sts', ['certificate-not-trusted', 'sts-policy-fetch-error', 'validation-failure']],
    ['sts-none', 'sts', []],
    ['nostls', 'tlsa', ['starttls-not-supported', 'validation-failure']],
    ['bogus', 'tlsa', ['dnssec-invalid', 'validation-failure']],
    ['sts-dane', 'sts', []],
  ] as const)('are at %s, of the policy type %s, %j', (id, policy, types) => {
    const scenario = SCENARIOS.find((each) => each.id === id);
    expect(fittingResultTypes(policy, scenario!)).toEqual(types);
  });
});
