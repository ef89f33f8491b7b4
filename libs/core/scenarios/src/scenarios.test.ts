import { describe, expect, it } from 'vitest';

import { failsLookup } from './dns-plan.js';
import { isDowngrade, listenerOf } from './listener.js';
import {
  changesByPhase,
  coversMx,
  forbidsDelivery,
  isEnforced,
  isOfPublicAuthority,
  isTrusted,
  planIn,
} from './mta-sts-plan.js';
import { isInFirst, isSettled, PHASE_MS, PHASES, phaseAt, secondPhaseOf, settlesAt } from './phases.js';
import {
  GROUPS,
  isControl,
  isLaxControl,
  LEVELS,
  measures,
  mustDeliver,
  mustRefuse,
  provesEnforcement,
  requiresTls,
} from './scenario.js';
import {
  CERTIFICATES,
  CERTIFICATE_IDS,
  type CertificateId,
  DEFAULT_CERTIFICATE,
  RELEASE_CERTIFICATES,
  SCENARIO_IDS,
  SCENARIOS,
  availableScenarios,
  conclusionAt,
  findCertificate,
  findScenario,
  isReleaseCertificate,
  scenariosOf,
  scenariosOfLevel,
  scenariosOfMailing,
} from './scenarios.js';
import { CA, concludes, describes, isUsable, PRIVATE_USE, right, short, wrong } from './tlsa-plan.js';

const certificateOf = (id: string | null) => CERTIFICATES.find((plan) => plan.id === id)!;

describe('SCENARIOS', () => {
  it('lists the ids of the table in its order, each once', () => {
    expect(SCENARIO_IDS).toEqual(SCENARIOS.map(({ id }) => id));
    expect(new Set(SCENARIO_IDS).size).toBe(SCENARIOS.length);
  });

  it.each(SCENARIOS)('$id is a short DNS label and cites its standard', ({ id, rfc }) => {
    expect(id).toMatch(/^[a-z][a-z0-9-]{0,8}$/);
    expect(rfc).toMatch(/^RFC \d+ §/);
  });

  it.each(SCENARIOS)('$id names certificates of the table, and none that it does not', (scenario) => {
    const { certificate, release, tlsa } = scenario;
    const named = [
      certificate,
      ...(release === null ? [] : [release]),
      ...tlsa.map(({ subject }) => subject),
    ];
    expect(named.filter((id) => id !== CA && !CERTIFICATE_IDS.some((known) => known === id))).toEqual([]);
  });

  it.each(SCENARIOS.filter(measures('dane')))(
    '$id is expected to be treated as its listener, zones, records and certificate demand',
    (scenario) => {
      // Where TLS cannot be had, any TLSA record forbids mail (RFC 7672 §2.2); whether old versions will do is open.
      if (isDowngrade(scenario))
        return expect(scenario.expected).toBe(requiresTls(scenario) ? 'refused' : 'either');
      if (listenerOf(scenario).versions === 'old') return expect(scenario.expected).toBe('either');
      const { zone, mx = [] } = scenario;
      const isInsecure = zone === 'unsigned' || mx.some((host) => host.zone === 'unsigned');
      // RFC 8461 §2 says what a failing DANE forbids, and nothing of a policy that forbids what DANE allows.
      if (
        scenario.mtaSts !== undefined &&
        forbidsDelivery(scenario.mtaSts, certificateOf(scenario.certificate))
      )
        return expect([scenario.expected, scenario.requirement]).toEqual(['either', 'informational']);
      const byRecords = {
        none: 'either',
        unusable: 'either',
        mismatch: 'refused',
        verified: 'delivered',
      }[conclusionAt(scenario)];
      expect(scenario.expected).toBe(failsLookup(scenario) ? 'refused' : isInsecure ? 'either' : byRecords);
    },
  );

  it.each(SCENARIOS.filter(measures('mta-sts')))(
    '$id is expected to be treated as its policy and certificate demand, and DANE decides nothing there',
    (scenario) => {
      const presented = findCertificate(scenario.certificate);
      const { mtaSts, tlsa, mx, expected, requirement } = scenario;
      expect([tlsa, mx![0]]).toEqual([[], { label: 'mx1', preference: 10 }]);
      if (changesByPhase(scenario)) {
        const forbids = PHASES.map((phase) => forbidsDelivery(planIn(mtaSts!, phase), presented));
        expect([...forbids, expected, requirement]).toEqual([true, false, 'either', 'recommended']);
        return;
      }
      const isForbidden =
        forbidsDelivery(mtaSts!, presented) || (isEnforced(mtaSts!) && isDowngrade(scenario));
      expect(mustRefuse(scenario)).toBe(isForbidden);
      // Without a trusted certificate: a sender that refuses there always does.
      if (!isEnforced(mtaSts!)) expect(isTrusted(presented)).toBe(false);
      // A sender may read more than it need.
      const isOpen = mtaSts!.mode === 'none' || mtaSts!.answer === 'oversized';
      expect(['delivered', 'refused', ...(isOpen ? ['either'] : [])]).toContain(expected);
    },
  );

  it('have no usable TLSA record of a certificate that a public authority replaces: it would match only in a lab', () => {
    const described = SCENARIOS.flatMap(({ tlsa }) => tlsa).filter(
      (plan) => isUsable(plan) && plan.data === 'right',
    );
    const replaced = CERTIFICATES.filter(isOfPublicAuthority).map(({ id }) => id);
    expect(replaced).toEqual(['sts', 'sts-next']);
    expect(described.filter(({ subject }) => replaced.some((id) => id === subject))).toEqual([]);
  });

  it('have a refusal under a policy that nothing but the policy is a reason for: its certificate is taken elsewhere', () => {
    const lax = SCENARIOS.filter(isLaxControl).map(({ certificate }) => certificate);
    const proving = SCENARIOS.filter((one) => measures('mta-sts')(one) && provesEnforcement(one));
    expect(proving.map(({ id }) => id)).toEqual(['sts-mx', 'sts-cert', 'sts-next']);
    const reasons = proving.filter(({ mtaSts }) => coversMx(mtaSts!)).map((one) => one.certificate);
    expect(reasons.filter((certificate) => !lax.some((one) => one === certificate))).toEqual([]);
  });

  it.each(SCENARIOS.filter((one) => mustRefuse(one) && measures('dane')(one)))(
    '$id shows DANE by a refusal only if neither its certificate nor a policy is a reason for one',
    (scenario) => {
      const { validity, names, sendsCa } = findCertificate(scenario.certificate);
      const isFaultless = validity === 'current' && names === 'hosts' && sendsCa;
      expect(scenario.refusedWithoutDane ?? false).toBe(!isFaultless || scenario.mtaSts !== undefined);
    },
  );

  it.each(SCENARIOS.filter((scenario) => listenerOf(scenario).versions === 'old'))(
    '$id shares its certificate with no host that speaks other versions of TLS',
    ({ certificate }) => {
      expect(scenariosOf(certificate).map((scenario) => listenerOf(scenario).versions)).toEqual(['old']);
    },
  );

  it.each(SCENARIOS.filter(isDowngrade))(
    '$id can release no message: nobody names a check there',
    ({ release }) => {
      expect(release).toBeNull();
    },
  );

  const isNamedByDomain = ({ certificate }: { readonly certificate: CertificateId }) =>
    findCertificate(certificate).names === 'domains';

  it.each(SCENARIOS.filter(isNamedByDomain))(
    '$id has signed MX records, which make the name of the mail domain count (RFC 7672 §3.2.2)',
    ({ zone, mx = [] }) => {
      expect(zone).toBeUndefined();
      expect(mx.length).toBeGreaterThan(0);
      expect(mx.every((host) => host.zone === undefined && host.tlsaLookup === undefined)).toBe(true);
    },
  );

  const isElsewhere = ({ zone, mx }: Pick<(typeof SCENARIOS)[number], 'zone' | 'mx'>) =>
    zone !== undefined || mx !== undefined;
  it.each(SCENARIOS.filter((scenario) => isElsewhere(scenario) && !isNamedByDomain(scenario)))(
    '$id has records with which names do not count, for certificates need not name its hosts',
    ({ tlsa, mx = [] }) => {
      const records = [...tlsa, ...mx.flatMap((host) => host.tlsa ?? [])];
      expect(records.filter(({ usage }) => usage !== 3)).toEqual([]);
    },
  );

  it('have three that prove enforcement and leave no message queued', () => {
    expect(scenariosOfMailing('no-queue').map(({ id }) => id)).toEqual(['do', 'dont', 'mx-next']);
    const instance = { publicIpv4: '192.0.2.1', publicIpv6: undefined, hasOwnDns: true };
    expect(scenariosOfMailing('no-queue', availableScenarios(instance))).toEqual([]);
    const withAnother = { ...instance, extraIpv4: ['192.0.2.2'] };
    expect(scenariosOfMailing('no-queue', availableScenarios(withAnother))).toHaveLength(3);
  });

  it.each(SCENARIOS.filter(({ fallback }) => fallback !== undefined))(
    '$id has a fallback whose certificate nobody else presents, and that a sender may deliver to',
    (scenario) => {
      expect(
        scenariosOf(scenario.fallback!).filter(({ certificate }) => certificate === scenario.fallback),
      ).toEqual([]);
      const fallback = scenario.mx?.find(({ isFallback }) => isFallback);
      const tlsa = fallback?.tlsa ?? scenario.tlsa;
      const conclusion = concludes(tlsa, findCertificate(scenario.fallback!));
      expect(['verified', 'none']).toContain(conclusion);
      expect(scenario.release).toBeNull();
    },
  );

  it('are in the order of their groups', () => {
    const groups = SCENARIOS.map(({ group }) => GROUPS.indexOf(group));
    expect(groups).toEqual(groups.toSorted((one, other) => one - other));
  });

  it('are more with each level: three in the quick one, at most fourteen in the standard one, all in the full one', () => {
    const [quick, standard, full] = LEVELS.map((level) => scenariosOfLevel(level).map(({ id }) => id));
    expect(quick).toEqual(['do', 'dont', 'wrong']);
    expect(standard).toEqual(expect.arrayContaining(quick!));
    expect(standard!.length).toBeLessThanOrEqual(14);
    expect(full).toEqual(SCENARIO_IDS);
  });

  it.each(SCENARIOS.filter(({ release }) => release !== null))(
    '$id, whose refused messages can be released, is refused only until then',
    (scenario) => {
      const release = certificateOf(scenario.release);
      expect(mustRefuse(scenario)).toBe(true);
      expect(conclusionAt(scenario)).toBe('mismatch');
      expect(concludes(scenario.tlsa, release)).toBe('verified');
      // With usage 3 neither names nor dates count, and every DANE sender implements it.
      const matching = scenario.tlsa.filter((plan) => describes(plan, release));
      expect(matching).toContainEqual(expect.objectContaining({ usage: 3, subject: release.id }));
    },
  );
});

describe('CERTIFICATES', () => {
  it('has each id once, and each is presented somewhere', () => {
    expect(new Set(CERTIFICATE_IDS).size).toBe(CERTIFICATES.length);
    expect(CERTIFICATE_IDS.filter((id) => scenariosOf(id).length === 0)).toEqual([]);
  });

  it.each(CERTIFICATES)('$id has a name that is the stem of files and no word of the store', ({ id }) => {
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(id).not.toBe(CA);
  });

  it('presents by default no certificate that shows a release', () => {
    expect(SCENARIOS.filter(({ certificate }) => isReleaseCertificate(certificate))).toEqual([]);
    expect(RELEASE_CERTIFICATES).toContain('spare');
    expect(isReleaseCertificate(DEFAULT_CERTIFICATE)).toBe(false);
    expect([null, undefined, 'unknown'].filter(isReleaseCertificate)).toEqual([]);
  });

  it('shows clients without a server name one that is right', () => {
    expect(certificateOf(DEFAULT_CERTIFICATE)).toMatchObject({
      validity: 'current',
      issuer: 'ca',
      sendsCa: true,
    });
  });
});

describe('describes', () => {
  const own = certificateOf('leaf');
  const bare = { ...own, sendsCa: false };
  const selfSigned = { ...own, issuer: 'self' as const };

  it.each([
    ['the key', right(3, 1, 1, 'leaf'), own, true],
    ['another key', right(3, 1, 1, 'spare'), own, false],
    ['the authority', right(2, 1, 1, CA), own, true],
    ['an authority that is not sent', right(2, 1, 1, CA), bare, false],
    ['an authority that has not signed', right(2, 1, 1, CA), selfSigned, false],
    ['nothing', wrong(3, 1, 1, 'leaf'), own, false],
    ['the key, by a digest that is too short', short(3, 1, 1, 'leaf'), own, false],
    ['the key, in a way that nobody knows', right(3, 1, PRIVATE_USE, 'leaf'), own, false],
    ['something of the key that nobody knows', right(3, PRIVATE_USE, 1, 'leaf'), own, false],
    ['the key, as if it were an authority', right(2, 1, 1, 'leaf'), own, false],
    ['the key, with a usage that is not for mail', right(1, 1, 1, 'leaf'), own, false],
  ])('%s', (_, plan, presented, expected) => {
    expect(describes(plan, presented)).toBe(expected);
  });
});

describe('concludes', () => {
  const own = certificateOf('leaf');
  const [ee, ta] = [right(3, 1, 1, 'leaf'), right(2, 1, 1, CA)];
  const misnamed = { ...own, names: 'other' as const };
  const expired = { ...own, validity: 'expired' as const };

  it.each([
    ['no records', [], own, 'none'],
    ['records that nobody can use', [right(1, 1, 1, 'leaf'), short(3, 1, 1, 'leaf')], own, 'unusable'],
    ['one match of two', [wrong(2, 1, 1, CA), ee], own, 'verified'],
    ['no match beside an unusable record', [short(3, 1, 1, 'leaf'), wrong(3, 1, 1, 'leaf')], own, 'mismatch'],
    ['a name that counts', [ta], misnamed, 'mismatch'],
    ['a name that does not count', [ee], misnamed, 'verified'],
    ['a date that counts', [ta], expired, 'mismatch'],
    ['a date that does not count', [ee], expired, 'verified'],
    ['a weaker digest that matches', [ee, wrong(3, 1, 2, 'leaf')], own, 'mismatch'],
    ['a stronger digest of something else', [ee, wrong(3, 0, 2, 'leaf')], own, 'verified'],
    [
      'the whole key beside a wrong digest',
      [right(3, 1, 0, 'leaf'), wrong(3, 1, 2, 'leaf')],
      own,
      'verified',
    ],
  ] as const)('from %s', (_, tlsa, presented, expected) => {
    expect(concludes(tlsa, presented)).toBe(expected);
  });
});

describe('findScenario', () => {
  it.each(['', 'DO', 'toString', '__proto__'])('knows no %j', (id) => {
    expect(findScenario(id)).toBeUndefined();
  });
});

describe('what a sender does', () => {
  it.each(SCENARIOS)('at $id is one of deliver, refuse or either', (scenario) => {
    expect(isControl(scenario)).toBe(!mustRefuse(scenario));
    expect(mustDeliver(scenario) && mustRefuse(scenario)).toBe(false);
  });
});

describe('phases', () => {
  const DAY = Date.parse('2026-11-30T00:00:00Z');
  const at = (time: string) => Date.parse(`2026-11-30T${time}:00Z`);

  it.each([
    ['00:00', 'first'],
    ['05:59', 'first'],
    ['06:00', 'second'],
    ['12:00', 'first'],
    ['18:00', 'second'],
  ])('at %s UTC it is the %s', (time, name) => {
    expect(phaseAt(at(time)).name).toBe(name);
  });

  it('are judged between the expiry of old answers and that of the policy, which never outlasts a pair', () => {
    for (let now = DAY; now < DAY + 4 * PHASE_MS; now += 7 * 60_000) {
      const { changesAt, from, until, policyEndsAt } = secondPhaseOf(now);
      expect(phaseAt(changesAt)).toMatchObject({ name: 'second', begins: changesAt });
      expect([changesAt, from, until, policyEndsAt, phaseAt(changesAt).ends]).toEqual(
        [changesAt, from, until, policyEndsAt, phaseAt(changesAt).ends].toSorted((a, b) => a - b),
      );
      expect(isSettled(from)).toBe(true);
      expect(isSettled(settlesAt(now))).toBe(true);
      expect(settlesAt(now)).toBeGreaterThan(now);
      if (isInFirst(now)) expect(now).toBeLessThan(changesAt);
    }
  });

  it.each([
    ['00:04', false],
    ['00:06', true],
    ['05:54', true],
    ['05:56', false],
    ['07:00', false],
  ])('has a session at %s for one of the first: %j', (time, isFirst) => {
    expect(isInFirst(at(time))).toBe(isFirst);
  });
});
