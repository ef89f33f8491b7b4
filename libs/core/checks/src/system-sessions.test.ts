/** Which sessions that name no check belong to one because of who had them, and what they prove. */
import { describe, expect, it } from 'vitest';

import { sampleObservation } from '../../../../test/support/sample-observation.js';

import type { Observation, StoredObservation } from './observation.js';
import { joinSessions, MAX_POSSIBLE_MEMBERS, nearbySessions, possibleMembers } from './system-sessions.js';
import { judge } from './verdict/judge.js';
import type { AddressKnowledge, SystemLink } from './verdict/servers.js';

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const CHECK = { token: '0123456789ab', createdAt: START, expiresAt: START + 7 * 86_400_000 };
const OTHER = 'abcdefgh0123';

const [OWN, BY_SPF, BY_NAME, STRANGER, FORGER] = [1, 2, 3, 4, 5].map((last) => `192.0.2.${last}`) as [
  string,
  string,
  string,
  string,
  string,
];

const SPF: SystemLink = { evidence: 'spf', domain: 'example.org' };
const NAMED: SystemLink = { evidence: 'forward-confirmed', domain: 'example.org' };
const KNOWN = new Map<string, AddressKnowledge>(
  (
    [
      [OWN, [SPF, NAMED]],
      [BY_SPF, [SPF]],
      [BY_NAME, [NAMED]],
      [STRANGER, [{ evidence: 'spf', domain: 'example.com' }]],
      // It says EHLO mail.example.org, which does not lead back to it.
      [FORGER, []],
    ] as const
  ).map(([address, links]) => [address, { reverseName: null, links }]),
);

const SAMPLE = sampleObservation(null, { kind: 'refused' }).evidence!;

let ids = 0;

function stored(
  token: string | null,
  kind: StoredObservation['kind'],
  [scenario, clientAddress, minutes]: readonly [string, string, number],
): StoredObservation {
  ids += 1;
  const at = START + minutes * MINUTE;
  return {
    ...sampleObservation(token, {
      ...{ kind, clientAddress, at },
      scenario: scenario as StoredObservation['scenario'],
      clientName: 'mail.example.org',
      tls: { version: 'TLSv1.3', cipher: null, serverName: `mx1-${scenario}.havedane.test` },
      evidence: {
        ...SAMPLE,
        timing: { ...SAMPLE.timing!, connectedAt: at },
        ...{ session: `${ids}`, reached: kind === 'delivered' ? 'data' : 'nothing' },
        mailFrom: kind === 'delivered' ? 'admin@example.org' : null,
        recipient: kind === 'delivered' ? `${token}@${scenario}.havedane.test` : null,
      },
    }),
    id: ids,
  };
}

const mailed = (minutes = 10): Observation[] =>
  ['sts-good', 'sts-none'].map((scenario) => {
    const { token: _token, ...delivery } = stored(CHECK.token, 'delivered', [scenario, OWN, minutes]);
    return { ...delivery, attribution: 'exact' };
  });
const refusal = (clientAddress: string, minutes = 11, scenario = 'sts-cert'): StoredObservation =>
  stored(null, 'refused', [scenario, clientAddress, minutes]);

function joined(
  own: readonly Observation[],
  nameless: readonly StoredObservation[],
  deliveries: readonly StoredObservation[] = [],
): readonly Observation[] {
  const nearby = nearbySessions(CHECK, own, { nameless: () => nameless, deliveries: () => deliveries });
  const asked = new Set(possibleMembers(nearby).map(({ address }) => address));
  return joinSessions(own, nearby, KNOWN, new Map([...KNOWN].filter(([address]) => asked.has(address))));
}

const withoutToken = ({ token: _token, ...seen }: StoredObservation) => seen;

const ofSystem = (all: readonly Observation[]): string[] =>
  all.flatMap(({ attribution, clientAddress }) => (attribution === 'system' ? [clientAddress] : []));

describe('joinSessions', () => {
  it.each([
    ['that SPF of the sender authorises', BY_SPF, true],
    ['with a confirmed name under the domain of a server', BY_NAME, true],
    ['of another system', STRANGER, false],
    ['that only calls itself so', FORGER, false],
  ])('joins the refusal by an address %s: %j', (_, address, isJoined) => {
    expect(ofSystem(joined(mailed(), [refusal(address)]))).toEqual(isJoined ? [address] : []);
  });

  it.each([
    ['before the check', -1],
    ['long before its messages', -10],
    ['long after them', 26],
  ])('joins none from %s', (_, minutes) => {
    expect(ofSystem(joined(mailed(), [refusal(BY_SPF, minutes)]))).toEqual([]);
  });

  it('joins none where no host with a policy was mailed, nor where TLS is not offered', () => {
    const elsewhere = mailed().map((each) => ({ ...each, scenario: 'do' as const }));
    expect(ofSystem(joined(elsewhere, [refusal(BY_SPF)]))).toEqual([]);
    expect(ofSystem(joined(mailed(), [refusal(BY_SPF, 11, 'sts-plain')]))).toEqual([]);
  });

  it.each([
    ['by the same address', BY_SPF, 20, false],
    ['by a server of the check', OWN, 20, false],
    ['by another address of the system', BY_NAME, 20, false],
    ['long after', BY_NAME, 27, true],
    ['by another system', STRANGER, 11, true],
  ])(
    'joins a refusal while another check is mailed %s (%s, minute %i): %j',
    (_, address, minutes, isJoined) => {
      const other = stored(OTHER, 'delivered', ['sts-good', address, minutes]);
      expect(ofSystem(joined(mailed(), [refusal(BY_SPF)], [other]))).toEqual(isJoined ? [BY_SPF] : []);
      // What went wrong where one must deliver is a reason to be careful, whose message it ever was.
      expect(ofSystem(joined(mailed(), [refusal(BY_SPF, 11, 'sts-good')], [other]))).toEqual([BY_SPF]);
    },
  );

  it('asks about the newest addresses alone, and joins no refusal among more deliverers than it asks about', () => {
    const crowd = Array.from({ length: 30 }, (_, index) => refusal(`198.51.100.${index}`, 10 + index / 10));
    const nearby = nearbySessions(CHECK, mailed(), { nameless: () => crowd, deliveries: () => [] });
    expect(possibleMembers(nearby)).toHaveLength(MAX_POSSIBLE_MEMBERS);
    const others = Array.from({ length: MAX_POSSIBLE_MEMBERS + 1 }, (_, index) =>
      stored(OTHER, 'delivered', ['sts-good', `203.0.113.${index}`, 11]),
    );
    expect(ofSystem(joined(mailed(), [refusal(BY_SPF)], others.slice(1)))).toEqual([BY_SPF]);
    expect(ofSystem(joined(mailed(), [refusal(BY_SPF)], others))).toEqual([]);
  });
});

describe('what the system was seen to refuse', () => {
  const verdictOn = (seen: readonly Observation[]) =>
    judge(seen, START + 60 * MINUTE, 'not-yet', { systems: KNOWN });
  const resultOf = (seen: readonly Observation[], address: string, scenario = 'sts-cert') =>
    verdictOn(seen)
      .servers.find((server) => server.address === address)
      ?.results.find((result) => result.scenario === scenario);

  it('is likely, however often, and opens no release', () => {
    const seen = joined(
      mailed(),
      [11, 12, 20, 24].map((minutes) => refusal(BY_SPF, minutes)),
    );
    expect(resultOf(seen, BY_SPF)).toMatchObject({
      ...{ state: 'likely-refused', conclusion: 'waiting', finding: 'refused-by-system' },
    });
    expect(verdictOn(seen).mtaSts).toMatchObject({ outcome: 'enforces', provisional: true });
  });

  it('is nothing where the system was not seen to take a certificate that is not trusted', () => {
    const [good] = mailed();
    const seen = joined([good!], [refusal(BY_SPF)]);
    expect(resultOf(seen, BY_SPF)).toMatchObject({ state: 'not-judged', finding: 'policy-refusal-open' });
    expect(verdictOn(seen).mtaSts?.outcome).not.toBe('enforces');
  });

  it('is nothing where the system refused that certificate first, from whichever address', () => {
    const seen = joined(mailed(), [refusal(BY_NAME, 9, 'sts-none'), refusal(BY_SPF)]);
    expect(resultOf(seen, BY_SPF)).toMatchObject({ state: 'not-judged' });
    expect(verdictOn(seen).mtaSts?.outcome).not.toBe('enforces');
  });

  it('keeps a refusal of a server from being proof where the system refused the same certificate first', () => {
    const [good, none] = mailed();
    const refused: Observation = {
      ...withoutToken(refusal(OWN, 9.5)),
      ...{ attribution: 'same-client', exclusive: true },
    };
    const own = [good!, { ...none!, at: START + 12 * MINUTE }, refused];
    expect(verdictOn(own).mtaSts).toMatchObject({ outcome: 'enforces', provisional: false });
    // A pool that demands a trusted certificate at first, and falls back from another address, looks like that.
    const pool = joined(own, [refusal(BY_NAME, 9, 'sts-none')]);
    expect(verdictOn(pool).mtaSts).not.toMatchObject({ outcome: 'enforces', provisional: false });
    const stranger = joined(own, [refusal(FORGER, 9, 'sts-none'), refusal(STRANGER, 9, 'sts-none')]);
    expect(stranger).toEqual(own);
  });

  it('proves nothing of an address that delivers later, long after it refused', () => {
    const later = stored(CHECK.token, 'delivered', ['sts-good', BY_SPF, 120]);
    const untrusted = stored(CHECK.token, 'delivered', ['sts-none', BY_SPF, 120]);
    const own = [later, untrusted].map((each) => ({ ...withoutToken(each), attribution: 'exact' as const }));
    const seen = joined([...mailed(), ...own], [refusal(BY_SPF, 11), refusal(BY_SPF, 13)]);
    expect(resultOf(seen, BY_SPF)).toMatchObject({ state: 'likely-refused' });
    expect(verdictOn(seen).mtaSts).toMatchObject({ provisional: true });
  });

  it('fails nobody where one must deliver', () => {
    const seen = joined(mailed(), [refusal(BY_SPF, 11, 'sts-good')]);
    expect(resultOf(seen, BY_SPF, 'sts-good')).toMatchObject({
      ...{ state: 'likely-refused', conclusion: 'waiting', finding: 'refused-by-system' },
    });
    expect(verdictOn(seen).mtaSts?.outcome).not.toBe('refuses-valid');
  });
});
