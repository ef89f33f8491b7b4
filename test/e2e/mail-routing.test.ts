/** Real senders at hosts in other zones, behind MX records or without TLS: what each does, and what is concluded from it. */
import { beforeAll, describe, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';
import { isSplit, listenerOf, mustRefuse, type ScenarioId, SCENARIOS } from '#scenarios';

import { CheckWatch, createCheck, readCheck } from '../lab/api-client.js';
import type { Lab } from '../lab/lab.js';
import { waitUntil } from '../lab/poll.js';
import { measuredOf } from '../support/measured-senders.js';
import { seenAt } from '../support/seen-at.js';
import { sharedLab } from '../support/shared-lab.js';

/** All of DANE for which records and certificate of a host are not all there is to it, but what needs IPv6. */
const ROUTED = SCENARIOS.filter(
  ({ group, mx, mtaSts, families }) =>
    mtaSts === undefined &&
    (['dnssec', 'downgrade', 'topology'].includes(group) || mx !== undefined) &&
    families !== 'ipv6',
);

let lab: Lab;

beforeAll(async () => {
  lab = await sharedLab(['dane', 'tls', 'exim-dane']);
  const { token } = await createCheck(lab.product.url);
  // The API offers them once the resolver has shown that DNS is as planned.
  await waitUntil('every zone to be as planned', async () => {
    const { scenarios } = await readCheck(lab.product.url, token);
    return ROUTED.every(({ id }) => scenarios.some((scenario) => scenario.id === id)) ? true : undefined;
  });
});

/** One message to the quick hosts and all others of these groups; the first attempt at each, and what came of it. */
async function run(name: Parameters<typeof measuredOf>[0]) {
  const sender = await lab.sender(name);
  const watch = await CheckWatch.open(lab.product.url, (await createCheck(lab.product.url)).token);
  const ids: readonly ScenarioId[] = ['do', 'dont', 'wrong', ...ROUTED.map(({ id }) => id)];
  const recipients = ids.map(
    (id) => watch.current.scenarios.find((scenario) => scenario.id === id)?.address ?? '',
  );
  const message = await sender.send({ from: 'visitor@sender.test', recipients, subject: name });
  const attempts = await sender.attempts(message);
  const statusOf = (id: ScenarioId) =>
    attempts.find(({ recipient }) => recipient === recipients[ids.indexOf(id)])?.status;
  const statuses = Object.fromEntries(ids.map((id) => [id, statusOf(id)]));
  const logged = Object.entries(measuredOf(name, ids)).map(([id, deed]) => [
    id,
    deed === 'delivered' ? 'sent' : deed,
  ]);
  expect(statuses).toMatchObject(Object.fromEntries(logged) as object);
  const delivered = ids.filter((id) => statuses[id] === 'sent');
  await watch.until(
    (check) => delivered.every((id) => seenAt(check, id).some(({ kind }) => kind === 'delivered')),
    'every delivery',
  );
  return { sender, watch, statuses };
}

const resultOf = (check: CheckBody, id: ScenarioId) => check.results.find(({ scenario }) => scenario === id);

/** Its host presents a certificate that has to be refused. Which of two addresses is tried first is up to the sender. */
const REFUSED = ROUTED.filter(
  (scenario) =>
    mustRefuse(scenario) &&
    scenario.listener === undefined &&
    !isSplit(scenario) &&
    scenario.mx?.every(({ tlsaLookup }) => tlsaLookup !== undefined) !== true,
).map(({ id }) => id);

/** Policy decides at the others (RFC 7672 §2.2.1). */
const statusOf = ({ expected, replies, fallback }: (typeof ROUTED)[number]) =>
  fallback !== undefined
    ? 'sent'
    : expected === 'refused' || replies === 'defer-first'
      ? 'deferred'
      : expected === 'delivered'
        ? 'sent'
        : undefined;

/** What each does otherwise: Exim compares the names of a certificate with the MX host alone. */
const FAULTS: Record<'dane' | 'exim-dane', readonly ScenarioId[]> = { dane: [], 'exim-dane': ['name-dom'] };

describe.each(['dane', 'exim-dane'] as const)('%s', (name) => {
  const CONFORMED = ROUTED.filter(({ id }) => !FAULTS[name].includes(id));

  it('delivers where it must, refuses where it must, and enforces', async () => {
    const { sender, watch, statuses } = await run(name);
    for (const scenario of CONFORMED) {
      const status = statusOf(scenario);
      if (status !== undefined) expect(statuses[scenario.id], scenario.id).toBe(status);
    }
    expect(statuses).toMatchObject({ unsigned: 'sent', 'unsig-mx': 'sent', nodata: 'sent' });
    await watch.until(
      (check) => resultOf(check, 'plain')?.state === 'delivered-in-clear',
      'a delivery in the clear where one may',
    );
    // Other checks have deliveries from the same address, so what names no check may be anybody's.
    await watch.until(
      (check) =>
        [...REFUSED, ...FAULTS[name]].every((id) =>
          /^(likely-)?refused$/.test(resultOf(check, id)?.state ?? ''),
        ) && check.verdict.outcome === 'enforces',
      'the refusals at hosts that all checks share',
    );
    const check = watch.current;
    for (const id of REFUSED) {
      expect(seenAt(check, id)[0]).toMatchObject({ kind: 'refused', attribution: 'same-client' });
    }
    const failed = check.results.filter(({ conclusion }) => conclusion === 'fail');
    expect(FAULTS[name]).toEqual(expect.arrayContaining(failed.map(({ scenario }) => scenario)));
    for (const { id, expected, replies } of CONFORMED) {
      if (expected === 'delivered' && replies === undefined)
        expect(resultOf(check, id)).toMatchObject({ state: 'delivered', conclusion: 'pass' });
    }
    // It never connects, so nothing is seen and nothing is proven.
    for (const id of ['bogus', 'lame'] as const) {
      expect(seenAt(check, id)).toEqual([]);
      expect(resultOf(check, id)?.state ?? 'not-tested').toBe('not-tested');
    }
    await sender.flush();
    await watch.until((now) => resultOf(now, 'retry')?.conclusion === 'pass', 'the retry, over TLS again');
    watch.close();
  });
});

describe('a sender without DANE', () => {
  it('delivers wherever it can, and fails at each host that must be refused', async () => {
    const { watch, statuses } = await run('tls');
    // After a handshake that fails it gives up TLS in the next attempt; one host asks for another one.
    const isPatient = (id: string) => {
      const scenario = SCENARIOS.find((each) => each.id === id)!;
      return (
        scenario.replies === 'defer-first' ||
        listenerOf(scenario).startTls === 'reset' ||
        listenerOf(scenario).versions === 'old'
      );
    };
    const sent = Object.entries(statuses).filter(([id]) => !isPatient(id));
    expect(sent.filter(([, status]) => status !== 'sent')).toEqual([]);
    const failed = ROUTED.filter(
      (scenario) => mustRefuse(scenario) && !isSplit(scenario) && !isPatient(scenario.id),
    );
    await watch.until(
      (check) => failed.every(({ id }) => resultOf(check, id)?.conclusion === 'fail'),
      'every failure',
    );
    expect(watch.current.verdict.outcome).toBe('does-not-enforce');
    watch.close();
  });
});
