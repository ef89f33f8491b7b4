import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { NewObservation } from '#checks';
import type { ReportMention } from '#store';

import { sampleObservation } from '../support/sample-observation.js';
import { sampleMalformedReport, sampleTlsReport, signedBy } from '../support/sample-operator-mail.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';

let temp: ContractStore;
beforeEach(async () => {
  temp = await openContractStore();
});
afterEach(() => temp.close());

const reports = () => temp.store.tlsReports;
const names = async () =>
  (await reports().list()).map((report) => (report.kind === 'report' ? report.organization : report.problem));

describe('attempts to parse a TLS report', () => {
  it('count until an end is noted, in every process, and a thousand are kept', async () => {
    const other = (await temp.openAnother()).tlsReports;
    expect(await reports().beginParsing('a', 1)).toBe(1);
    await reports().giveUpParsing('a', 2);
    expect(await other.beginParsing('a', 2)).toBe(2);
    await other.endParsing('a');
    expect(await reports().beginParsing('a', 3)).toBe(1);
    await temp.execute(`INSERT INTO "report_attempts" ("digest", "attempts", "begun_at")
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 997)
      SELECT 'other ' || i, 1, 4 + i FROM n`);
    for (const index of [998, 999]) await reports().beginParsing(`other ${index}`, 4 + index);
    expect(await reports().beginParsing('a', 32_000)).toBe(1);
    expect(await reports().beginParsing('other 999', 32_000)).toBe(2);
  });

  it('begin in one process at a time, which is given 30 seconds', async () => {
    const other = (await temp.openAnother()).tlsReports;
    const begun = await Promise.all([reports(), other, other].map((one) => one.beginParsing('a', 1)));
    expect(begun.toSorted()).toEqual([1, null, null]);
    expect(await other.beginParsing('a', 30_000)).toBeNull();
    expect(await other.beginParsing('a', 30_001)).toBe(2);
  });
});

describe('a stored TLS report', () => {
  it('is what was given', async () => {
    const report = sampleTlsReport({ policies: '[{"domain":"do.havedane.test"}]' });
    expect(await reports().keep(report, 100)).toBe('stored');
    expect(await reports().find(1)).toEqual({ kind: 'report', id: 1, ...report });
    expect(await reports().find(2)).toBeNull();
  });

  it('is kept when it cannot be read, with the reason', async () => {
    const malformed = sampleMalformedReport({ raw: Buffer.from([0, 255]) });
    await reports().keepMalformed(malformed, 100);
    expect(await reports().list()).toEqual([{ kind: 'malformed', id: 1, ...malformed }]);
  });

  it('is listed with the newest first, and deleted by its age', async () => {
    for (const at of [10, 20, 30]) {
      const changes = { receivedAt: at, reportId: String(at), organization: `at ${at}` };
      await reports().keep(sampleTlsReport(changes), 100);
    }
    expect((await reports().list(2)).map(({ receivedAt }) => receivedAt)).toEqual([30, 20]);
    expect(await reports().deleteBefore(20)).toBe(1);
    expect(await names()).toEqual(['at 30', 'at 20']);
  });
});

describe('a report with the id of another', () => {
  const forged = sampleTlsReport({ policies: '["forged"]', clientAddress: '198.51.100.66' });
  const genuine = sampleTlsReport({ policies: '["genuine"]', ...signedBy('example.org') });

  it('is dropped when the same client sends it again', async () => {
    expect(await reports().keep(sampleTlsReport(), 100)).toBe('stored');
    expect(await reports().keep(sampleTlsReport({ policies: '["changed"]' }), 100)).toBe('duplicate');
    expect(await reports().list()).toHaveLength(1);
  });

  it('is dropped when another client sends the same word for word', async () => {
    await reports().keep(sampleTlsReport(), 100);
    expect(await reports().keep(sampleTlsReport({ clientAddress: '192.0.2.2' }), 100)).toBe('duplicate');
  });

  it('is dropped when the same domain signed it again', async () => {
    await reports().keep(genuine, 100);
    expect(await reports().keep({ ...genuine, clientAddress: '192.0.2.2' }, 100)).toBe('duplicate');
  });

  it('of another organisation is another report', async () => {
    await reports().keep(sampleTlsReport(), 100);
    expect(await reports().keep(sampleTlsReport({ organization: 'Other' }), 100)).toBe('stored');
  });

  it('does not keep a signed one out, but gives way to it', async () => {
    await reports().keep(forged, 100);
    expect(await reports().keep(genuine, 100)).toBe('stored');
    expect(await reports().list()).toMatchObject([{ policies: '["genuine"]' }]);
    expect(await reports().keep(forged, 100)).toBe('duplicate');
  });

  it('signed by another domain does not keep it out either', async () => {
    await reports().keep({ ...forged, ...signedBy('evil.example') }, 100);
    expect(await reports().keep(genuine, 100)).toBe('stored');
    expect(await reports().list()).toHaveLength(2);
  });
});

describe('more reports than are kept', () => {
  const numbered = (n: number, changes: Parameters<typeof sampleTlsReport>[0] = {}) =>
    sampleTlsReport({ organization: `o${n}`, clientAddress: `192.0.2.${n}`, ...changes });

  it('push out what is malformed, then what is not signed, then the oldest', async () => {
    for (const n of [1, 2]) await reports().keep(numbered(n, signedBy(`${n}.example`)), 20);
    await reports().keep(numbered(3), 20);
    await reports().keepMalformed(sampleMalformedReport({ clientAddress: '192.0.2.4' }), 20);
    for (const [n, expected] of [
      [5, ['o5', 'o3', 'o2', 'o1']],
      [6, ['o6', 'o5', 'o2', 'o1']],
    ] as const) {
      await reports().keep(numbered(n, signedBy(`${n}.example`)), 4);
      expect(await names()).toEqual(expected);
    }
    await reports().keep(numbered(7, signedBy('7.example')), 4);
    expect(await names()).toEqual(['o7', 'o6', 'o5', 'o2']);
  });

  it('of one client push out its own, whether they can be read or not', async () => {
    await reports().keep(numbered(1), 20);
    for (let n = 0; n < 30; n += 1) {
      const flood = { clientAddress: `2001:db8::${n}` };
      if (n % 2 === 0) await reports().keep(numbered(n + 100, flood), 20);
      else await reports().keepMalformed(sampleMalformedReport(flood), 20);
    }
    expect(await names()).toEqual(['it is not JSON', 'o128', 'o1']);
  });

  it('of one signing domain push out its own', async () => {
    await reports().keep(numbered(1, signedBy('good.example')), 20);
    for (let n = 2; n < 10; n += 1) await reports().keep(numbered(n, signedBy('loud.example')), 20);
    expect(await names()).toEqual(['o9', 'o8', 'o1']);
  });
});

describe('what a report says of a check', () => {
  const TOKEN = '0123456789ab';
  const mention = { token: TOKEN, matchedBy: 'token', sessions: [] } as const;
  const byAddress = { ...mention, matchedBy: 'address' } as const;
  const found = async (token = TOKEN) => (await temp.store.checks.find(token, 1_500))?.reports;
  beforeEach(() => temp.store.checks.insert({ token: TOKEN, createdAt: 1, expiresAt: 2_000 }, 10));

  it('is kept with it, as long as it is live', async () => {
    const sessions = [
      { scenario: 'wrong', policy: 'tlsa', successes: 0, failures: 1, failuresByType: [] } as const,
    ];
    const {
      organization,
      reportId,
      receivedAt,
      source,
      signedBy: signer,
      startAt,
      endAt,
    } = sampleTlsReport();
    await reports().keep(sampleTlsReport(), 100, [
      { ...mention, sessions },
      { ...mention, token: 'ba9876543210', sessions },
    ]);
    expect(await found()).toEqual([
      {
        organization,
        reportId,
        receivedAt,
        matchedBy: 'token',
        source,
        signedBy: signer,
        startAt,
        endAt,
        sessions,
      },
    ]);
    await reports().keep(sampleTlsReport({ reportId: 'late', receivedAt: 2_000 }), 100, [mention]);
    expect(await found()).toHaveLength(1);
    await temp.store.checks.deleteExpired(3_000);
    await temp.store.checks.insert({ token: TOKEN, createdAt: 1, expiresAt: 2_000 }, 10);
    expect(await found()).toEqual([]);
  });

  it('is not kept of a duplicate, and a signed report takes the place of the unsigned one', async () => {
    await reports().keep(sampleTlsReport(), 100, [mention]);
    expect(await reports().keep(sampleTlsReport(), 100, [mention])).toBe('duplicate');
    await reports().keep(sampleTlsReport(signedBy('example.org')), 100, [mention]);
    expect((await found())?.map((report) => report.signedBy)).toEqual(['example.org']);
  });

  /** Rows that take a sixteenth of the room. */
  const large = 'x'.repeat(5_600);
  const flood = async (from: ReturnType<typeof signedBy> | object, matched: ReportMention, count = 20) => {
    for (let n = 0; n < count; n += 1) {
      const reportId = `${'signedBy' in from ? String(from.signedBy) : 'unsigned'} ${n} ${large}`;
      await reports().keep(sampleTlsReport({ reportId, ...from }), 1_000, [matched]);
    }
  };
  const kept = async () =>
    (await found())?.map(({ reportId, matchedBy: by }) => `${by} ${reportId.split(' x')[0]}`);

  it('is bounded: of too many the unsigned and oldest go, and one signer has half', async () => {
    await flood(signedBy('example.org'), mention, 3);
    await flood({}, mention);
    const some = await kept();
    expect(some?.slice(0, 4)).toEqual(
      [0, 1, 2].map((n) => `token example.org ${n}`).concat('token unsigned 12'),
    );
    expect(some).toHaveLength(11);
    await flood(signedBy('evil.example'), mention);
    expect((await kept())?.filter((name) => name.includes('evil'))).toHaveLength(8);
    expect((await kept())?.slice(0, 3)).toEqual(some?.slice(0, 3));
  });

  it('is not displaced by what only names an address, signed or not', async () => {
    await flood({}, mention, 3);
    const before = await kept();
    for (const signer of ['a.example', 'b.example', 'c.example']) await flood(signedBy(signer), byAddress);
    await flood({}, byAddress);
    expect((await kept())?.filter((name) => name.startsWith('token'))).toEqual(before);
    expect(await kept()).toHaveLength(3 + 16);
  });

  it('has room for one small report on each host of a large system', async () => {
    for (let n = 0; n < 70; n += 1)
      await reports().keep(sampleTlsReport({ reportId: `${n}`, ...signedBy('example.org') }), 1_000, [
        mention,
      ]);
    expect(await found()).toHaveLength(70);
  });
});

describe('deliveries at hosts that all checks share', () => {
  const TOKENS = ['0123456789ab', 'ba9876543210'] as const;
  const CLIENT = '192.0.2.7';
  const period = { startAt: 100, endAt: 200, receivedAt: 300 };
  const deliver = (token: string, changes: Partial<NewObservation> = {}) =>
    temp.store.observations.append(
      sampleObservation(token, { scenario: 'sts-good', at: 150, clientAddress: CLIENT, ...changes }),
    );
  const to = (recipient: string) => ({ evidence: { ...sampleObservation(null).evidence!, recipient } });
  const tokens = async (addresses = [CLIENT], when = period) =>
    (await reports().sharedDeliveries(addresses, when))
      .map(({ token, scenario }) => `${token} ${scenario}`)
      .toSorted();
  beforeEach(async () => {
    for (const token of TOKENS) await temp.store.checks.insert({ token, createdAt: 1, expiresAt: 2_000 }, 10);
  });

  it('are found by address and period, of live checks', async () => {
    const [token, other] = TOKENS;
    await deliver(token);
    await deliver(token, { scenario: 'sts-wild' });
    await deliver(other, { clientAddress: '192.0.2.8' });
    await deliver(other, { at: 99 });
    await deliver(other, { at: 201 });
    expect(await tokens()).toEqual([`${token} sts-good`, `${token} sts-wild`]);
    expect(await tokens([CLIENT, '192.0.2.8'])).toContain(`${other} sts-good`);
    expect(await tokens([])).toEqual([]);
    expect(await tokens([CLIENT], { ...period, receivedAt: 2_000 })).toEqual([]);
  });

  it('are not those at a host of the check alone, but those at its classic address and at MX hosts', async () => {
    const [token] = TOKENS;
    await deliver(token, { scenario: 'do', ...to(`test@${token}.do.havedane.test`) });
    expect(await tokens()).toEqual([]);
    await deliver(token, { scenario: 'mx', ...to(`test@${token}.mx.havedane.test`) });
    await deliver(token, { scenario: 'dont', ...to(`${token.toUpperCase()}@dont.havedane.test`) });
    expect(await tokens()).toEqual([`${token} dont`, `${token} mx`]);
  });

  it('are looked for in the newest ones of an address alone', async () => {
    const [token, other] = TOKENS;
    await deliver(other, { at: 101 });
    for (let n = 0; n < 500; n += 1) await deliver(token, { at: 150 });
    expect(await tokens()).toEqual([`${token} sts-good`]);
  });
});
