import { describe, expect, it } from 'vitest';

import { sampleObservation } from '../../../../test/support/sample-observation.js';
import type { Observation, ObservationKind } from './observation.js';
import { compareReported, type ReportedSessions, type ReportFinding } from './reported.js';

const PERIOD = { startAt: 1_000, endAt: 2_000 };
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

function findingOf(report: ReportedSessions, observations: readonly Observation[]): ReportFinding {
  return compareReported(report, PERIOD, observations, new Set([SERVER])).finding;
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
    const { seen: counted } = compareReported(reported(), PERIOD, [...others, ...own], new Set([SERVER]));
    expect(counted).toEqual({ delivered: 0, failed: 1 });
  });
});
