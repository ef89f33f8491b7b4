/** Real senders against the built product: what each does, and what is concluded from it. */
import { beforeAll, describe, expect, it } from 'vitest';

import { PROVISIONAL_AFTER_MS, judge, type Observation } from '#checks';
import type { CheckBody } from '#contracts';

import { CheckWatch, createCheck, readCheck } from '../lab/api-client.js';
import { LAB_DOMAIN } from '../lab/lab-addresses.js';
import type { Lab } from '../lab/lab.js';
import { SENDER_NAMES, type SenderName, usesPolicies } from '../lab/sender-profiles.js';
import { runSender } from '../lab/run-sender.js';
import { askedAbout, seenAt, sessionsOf } from '../support/seen-at.js';
import { sharedLab } from '../support/shared-lab.js';
import { quickOf } from '../support/quick-scenarios.js';

let lab: Lab;

beforeAll(async () => {
  // The others are in mta-sts.test.ts.
  lab = await sharedLab(SENDER_NAMES.filter((name) => !usesPolicies(name)));
});

describe('posttls-finger', () => {
  it.each([
    ['do', /^posttls-finger: Verified TLS connection established/m],
    ['dont', /^posttls-finger: Untrusted TLS connection established/m],
    ['wrong', /no matching DANE TLSA records[^]*^posttls-finger: Untrusted TLS connection established/m],
  ])('agrees with what is published for the host of a check at %s', async (scenario, words) => {
    const { token } = await createCheck(lab.product.url);
    const sender = await lab.postfix('dane');
    expect(await sender.finger(`${token}.${scenario}.${LAB_DOMAIN}`)).toMatch(words);
  });
});

describe('Postfix with DANE', () => {
  it('delivers to do and dont, is seen to refuse wrong, and enforces', async () => {
    const { check, attempts } = await runSender(lab, 'dane', 'host');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'deferred']);
    expect(check.verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(statesOf(check)).toEqual({ do: 'delivered', dont: 'delivered', wrong: 'refused' });
    expect(seenAt(check, 'do')).toMatchObject([
      { kind: 'delivered', attribution: 'exact', tls: { serverName: `${check.token}.do.havedane.test` } },
    ]);
    expect(seenAt(check, 'wrong')).toMatchObject([
      {
        kind: 'refused',
        attribution: 'exact',
        clientAddress: '127.0.0.31',
        tls: { serverName: `${check.token}.wrong.havedane.test` },
        evidence: { end: 'quit', recipient: null },
      },
    ]);
  });

  it('keeps the refused message queued, and is seen to refuse again when it retries', async () => {
    const { check, message, sender } = await runSender(lab, 'dane', 'host');
    expect(await sender.queued(message)).toEqual([message.recipients[2]]);

    const watch = await CheckWatch.open(lab.product.url, check.token);
    await sender.flush();
    await watch.until((now) => seenAt(now, 'wrong').length === 2, 'a second refusal');
    expect(seenAt(watch.current, 'wrong').map(({ kind }) => kind)).toEqual(['refused', 'refused']);
    expect(watch.current.verdict.outcome).toBe('enforces');
    watch.close();
  });

  it('has its refusal attributed by its address, when mailed by the classic form', async () => {
    const { check, attempts } = await runSender(lab, 'dane', 'classic');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'deferred']);
    expect(check.verdict.outcome).toBe('enforces');
    expect(seenAt(check, 'wrong')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'refused',
          attribution: 'same-client',
          tls: expect.objectContaining({ serverName: 'wrong.havedane.test' }) as unknown,
        }),
      ]),
    );
    expect(codesOf(check)).toContain('shared-host-refusal');
  });

  it('keeps two checks apart that it mails at the same time', async () => {
    const sender = await lab.sender('dane');
    // A retry of an earlier message at a host that checks share would be seen beside these checks, as it should.
    await sender.emptyQueue();
    const [all, some] = await Promise.all([openCheck(), openCheck()]);
    const send = (check: CheckBody, ...hosts: string[]) =>
      sender.send({
        from: 'visitor@sender.test',
        subject: check.token,
        recipients: check.scenarios.filter(({ id }) => hosts.includes(id)).map(({ address }) => address),
      });
    await Promise.all([send(all.current, 'do', 'dont', 'wrong'), send(some.current, 'do', 'dont')]);
    await all.until(({ verdict }) => verdict.outcome === 'enforces', 'the verdict on the first check');
    await some.until((check) => statesOf(check)['do'] === 'delivered', 'delivery at do');
    await some.until((check) => statesOf(check)['dont'] === 'delivered', 'delivery at dont');
    expect(statesOf(some.current)).toMatchObject({ wrong: 'waiting' });
    expect(some.current.verdict.outcome).toBe('waiting');

    await send(some.current, 'wrong');
    await some.until(({ verdict }) => verdict.outcome === 'enforces', 'the verdict on the second check');
    for (const { current } of [all, some]) {
      expect(seenAt(current, 'wrong')).toHaveLength(1);
      expect(current.observations.map(({ attribution }) => attribution)).not.toContain('same-client');
    }
    all.close();
    some.close();
  });
});

describe.each(['host', 'classic'] as const)('Postfix without DANE, mailed by the %s form', (style) => {
  it('does not enforce, when it uses TLS', async () => {
    const { check, attempts } = await runSender(lab, 'tls', style);
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(check.verdict.outcome).toBe('does-not-enforce');
    expect(statesOf(check)).toEqual({ do: 'delivered', dont: 'delivered', wrong: 'delivered' });
    expect(sessionsOf(check).every(({ tls }) => tls?.version === 'TLSv1.3')).toBe(true);
  });

  it('is told that it sends in clear, when it does', async () => {
    const { check, attempts } = await runSender(lab, 'plain', style);
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(check.verdict.outcome).toBe('no-tls');
    expect(sessionsOf(check).map(({ kind, tls }) => [kind, tls])).toEqual(Array(3).fill(['delivered', null]));
  });
});

describe('what the name server was asked', () => {
  it('is told before the connection that followed: addresses, then TLSA with DNSSEC, then the refusal', async () => {
    const { check } = await runSender(lab, 'dane', 'host');
    const told = await untilTold(check, (now) =>
      quickOf(now).every(({ id }) => askedAbout(now, id).some(({ type }) => type === 'TLSA')),
    );
    for (const { id } of quickOf(told)) {
      const asked = askedAbout(told, id);
      const host = `${told.token}.${id}.${LAB_DOMAIN}`;
      expect(asked).toContainEqual(expect.objectContaining({ name: host, type: 'A', dnssecOk: true }));
      const tlsa = asked.filter(({ type }) => type === 'TLSA');
      expect(tlsa).toMatchObject([{ name: `_25._tcp.${host}`, dnssecOk: true, transport: 'udp' }]);
      expect(tlsa[0]?.at.localeCompare(seenAt(told, id)[0]?.at ?? '')).toBe(-1);
    }
    expect(told.verdict).toEqual(check.verdict);
  });

  it('shows that Postfix without DANE never asks for TLSA, and the verdict says so', async () => {
    const { check } = await runSender(lab, 'tls', 'host');
    const told = await untilTold(check, (now) => codesOf(now).includes('dns-never-asked'));
    expect(told.observations.filter(({ query }) => query?.type === 'TLSA')).toEqual([]);
    const { explanation, messages } = told.verdict;
    expect(told.verdict).toEqual({ ...check.verdict, explanation, messages });
  });

  it('shows that Postfix asks for TLSA and delivers all the same, behind a resolver that does not validate', async () => {
    const { check, attempts } = await runSender(lab, 'dane-without-validation', 'host');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    const { verdict } = await untilTold(check, (now) => codesOf(now).includes('dns-tlsa-ignored'));
    const { explanation, messages } = verdict;
    expect(verdict).toEqual({ ...check.verdict, explanation, messages });
  });
});

describe('Postfix that demands DANE', () => {
  it('enforces, and its silence at dont is explained once there was time for mail to arrive', async () => {
    const { check, attempts } = await runSender(lab, 'dane-only', 'host');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'deferred', 'deferred']);
    expect(attempts[1]?.reason).toContain('no TLSA records found');
    expect(check.verdict.outcome).toBe('enforces');
    expect(seenAt(check, 'dont')).toEqual([]);

    const observations = check.observations.map((seen): Observation => ({
      ...seen,
      at: Date.parse(seen.at),
    }));
    const later = judge(observations, Date.now() + PROVISIONAL_AFTER_MS);
    expect(later.outcome).toBe('enforces');
    expect(later.messages.map(({ code }) => code)).toContain('seems-to-require-dane');
  });
});

describe('Postfix with DANE, but without DNSSEC lookups', () => {
  it('does not enforce, and the advice names the missing setting', async () => {
    const { check, attempts, log } = await runSender(lab, 'dane-without-dnssec', 'host');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(log.map(({ text }) => text).join('\n')).toContain('dane configured with dnssec lookups disabled');
    const { verdict } = await untilTold(check, (now) => codesOf(now).includes('dns-never-asked'));
    expect(verdict.outcome).toBe('does-not-enforce');
    expect(verdict.advice.find(({ audience }) => audience === 'Postfix')?.step).toContain(
      'smtp_dns_support_level=dnssec',
    );
  });
});

describe('Exim', () => {
  it('with DANE delivers to do and dont, refuses wrong by an alert, keeps the message queued, and enforces', async () => {
    const { check, attempts, sender, message } = await runSender(lab, 'exim-dane', 'host');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'deferred']);
    expect(check.verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(statesOf(check)).toEqual({ do: 'delivered', dont: 'delivered', wrong: 'refused' });
    expect(seenAt(check, 'wrong')).toMatchObject([
      {
        kind: 'refused',
        clientAddress: '127.0.0.38',
        tls: { serverName: `${check.token}.wrong.havedane.test` },
        evidence: { end: 'client-alert', alert: 'bad_certificate', recipient: null },
      },
    ]);
    expect(await sender.queued(message)).toEqual([message.recipients[2]]);
  });

  it('without DANE delivers everywhere over TLS, and does not enforce', async () => {
    const { check, attempts } = await runSender(lab, 'exim-tls', 'host');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(check.verdict.outcome).toBe('does-not-enforce');
    expect(
      sessionsOf(check).every(({ kind, tls }) => kind === 'delivered' && tls?.version === 'TLSv1.3'),
    ).toBe(true);
  });
});

describe('Postfix without DANE that names the host in TLS', () => {
  it('does not enforce', async () => {
    const { check, attempts } = await runSender(lab, 'tls-with-sni', 'host');
    expect(attempts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(check.verdict.outcome).toBe('does-not-enforce');
    expect(seenAt(check, 'wrong')).toMatchObject([
      { kind: 'delivered', tls: { serverName: `${check.token}.wrong.havedane.test` } },
    ]);
  });
});

describe('a message that is larger than we take', () => {
  /** Postfix leaves before it names a recipient: only the server name can say whose session it was. Exim tries, and is refused. */
  const SEEN: readonly (readonly [SenderName, Record<'do' | 'dont' | 'wrong', string[]>])[] = [
    ['dane', { do: ['left'], dont: [], wrong: ['refused'] }],
    ['dane-only', { do: ['left'], dont: [], wrong: ['refused'] }],
    ['tls', { do: [], dont: [], wrong: [] }],
    ['tls-with-sni', { do: ['left'], dont: ['left'], wrong: ['left'] }],
    ['plain', { do: [], dont: [], wrong: [] }],
    ['exim-dane', { do: ['rejected'], dont: ['rejected'], wrong: ['refused'] }],
    ['exim-tls', { do: ['rejected'], dont: ['rejected'], wrong: ['rejected'] }],
  ];

  it.each(SEEN)('proves nothing about %s, whatever it does', async (name, seen) => {
    const { check, message } = await runSender(lab, name, 'host', 'oversized');
    const kinds = (now: CheckBody) => ({
      do: seenAt(now, 'do').map(({ kind }) => kind),
      dont: seenAt(now, 'dont').map(({ kind }) => kind),
      wrong: seenAt(now, 'wrong').map(({ kind }) => kind),
    });
    await expect.poll(async () => kinds(await readCheck(lab.product.url, check.token))).toEqual(seen);
    const { verdict, servers, observations } = await readCheck(lab.product.url, check.token);
    expect(verdict.outcome).toBe('waiting');
    expect(servers).toEqual([]);
    const rejected = observations.filter(({ kind }) => kind === 'rejected');
    expect(rejected.every(({ evidence }) => evidence?.reply?.startsWith('552 ') === true)).toBe(true);
    const sender = await lab.sender(name);
    await sender.emptyQueue();
    expect(await sender.queued(message)).toEqual([]);
  });
});

/** What the verdict says, as codes. */
function codesOf({ verdict }: CheckBody): string[] {
  return verdict.messages.map(({ code }) => code);
}

function statesOf(check: CheckBody): Record<string, string> {
  return Object.fromEntries(quickOf(check).map(({ id, state }) => [id, state]));
}

/** The check once the name server has reported enough, which it does within two seconds. */
async function untilTold({ token }: CheckBody, isEnough: (check: CheckBody) => boolean): Promise<CheckBody> {
  const watch = await CheckWatch.open(lab.product.url, token);
  try {
    return await watch.until(isEnough, 'the DNS queries');
  } finally {
    watch.close();
  }
}

async function openCheck(): Promise<CheckWatch> {
  const { token } = await createCheck(lab.product.url);
  return CheckWatch.open(lab.product.url, token);
}
