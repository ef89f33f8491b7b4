import { describe, expect, it } from 'vitest';

import { sampleObservation } from '../../../../test/support/sample-observation.js';
import { MAX_SAME_CLIENTS, SAME_CLIENT_WINDOW_MS, attribute } from './attribution.js';
import type { ObservationKind, StoredObservation } from './observation.js';

const CREATED = 1_000_000_000_000;
const CHECK = { token: '0123456789ab', createdAt: CREATED, expiresAt: CREATED + 86_400_000 };

function stored(
  id: number,
  token: string | null,
  kind: ObservationKind,
  at: number,
  clientAddress = '192.0.2.1',
): StoredObservation {
  return { id, ...sampleObservation(token, { kind, at, clientAddress, scenario: 'wrong' }) };
}

describe('attribute, where many addresses delivered', () => {
  it('takes what the first of them refused, and of no more than 20', () => {
    const address = (index: number): string => `2001:db8::${(index + 1).toString(16)}`;
    const own = Array.from({ length: 300 }, (_, index) =>
      stored(index + 1, CHECK.token, 'delivered', CREATED + 1, address(index)),
    );
    const refusals = Array.from({ length: 300 }, (_, index) =>
      stored(1000 + index, null, 'refused', CREATED + 2, address(299 - index)),
    );
    const taken = attribute(CHECK, own, refusals, []).filter(
      ({ attribution }) => attribution === 'same-client',
    );
    expect(taken.map(({ clientAddress }) => clientAddress).sort()).toEqual(
      own
        .slice(0, MAX_SAME_CLIENTS)
        .map(({ clientAddress }) => clientAddress)
        .sort(),
    );
  });
});

describe('attribute', () => {
  const delivery = stored(5, CHECK.token, 'delivered', CREATED + SAME_CLIENT_WINDOW_MS * 2);
  const attributions = (...unattributed: StoredObservation[]) =>
    attribute(CHECK, [delivery], unattributed, []).map(({ id, attribution }) => [id, attribution]);

  it.each([
    ['before', delivery.at - SAME_CLIENT_WINDOW_MS],
    ['after', delivery.at + SAME_CLIENT_WINDOW_MS],
  ])('takes a refusal of the same client within the window %s the delivery', (_when, at) => {
    expect(attributions(stored(9, null, 'refused', at))).toEqual([
      [5, 'exact'],
      [9, 'same-client'],
    ]);
  });

  it.each([
    ['too early', delivery.at - SAME_CLIENT_WINDOW_MS - 1, '192.0.2.1'],
    ['too late', delivery.at + SAME_CLIENT_WINDOW_MS + 1, '192.0.2.1'],
    ['another client', delivery.at, '192.0.2.2'],
  ])('leaves out a refusal that is %s', (_why, at, client) => {
    expect(attributions(stored(9, null, 'refused', at, client))).toEqual([[5, 'exact']]);
  });

  it('leaves out what happened before the check was created', () => {
    const early = { ...delivery, at: CREATED + 1 };
    expect(attribute(CHECK, [early], [stored(9, null, 'refused', CREATED - 1)], [])).toHaveLength(1);
  });

  it('leaves out a session that was open when the check was created', () => {
    const refusal = stored(9, null, 'refused', delivery.at);
    const [before, after] = [CREATED - 1, CREATED].map((connectedAt) => {
      const timing = { ehlo: null, startTls: null, clientHello: null, certificate: null, mail: null };
      return { ...refusal, evidence: { ...refusal.evidence!, timing: { connectedAt, ...timing } } };
    });
    expect(attributions(before!)).toEqual([[5, 'exact']]);
    expect(attributions(after!)).toHaveLength(2);
  });

  it('takes nothing, when only a refusal of the client is the check’s own', () => {
    const refusal = stored(5, CHECK.token, 'refused', CREATED + 1);
    expect(attribute(CHECK, [refusal], [stored(9, null, 'refused', CREATED + 2)], [])).toHaveLength(1);
  });

  it('takes nothing for a check whose own host names alone were mailed', () => {
    const { evidence } = delivery;
    const recipient = `test@${CHECK.token}.wrong.havedane.test`;
    const atOwnHost = { ...delivery, evidence: { ...evidence!, recipient } };
    const refusal = stored(9, null, 'refused', delivery.at);
    expect(attribute(CHECK, [atOwnHost], [refusal], [])).toHaveLength(1);
    expect(attribute(CHECK, [atOwnHost, { ...delivery, id: 6 }], [refusal], [])).toHaveLength(3);
  });

  it.each([
    ['nobody else delivers from that address', [], true],
    ['another address delivers for another check', [[0, '192.0.2.2']], true],
    ['it delivers for another check', [[SAME_CLIENT_WINDOW_MS, '192.0.2.1']], false],
    ['it delivers for another check at another time', [[SAME_CLIENT_WINDOW_MS + 1, '192.0.2.1']], true],
  ] as const)('says whether the refusal can be of this check alone, when %s', (_when, others, exclusive) => {
    const elsewhere = others.map(([after, clientAddress]) => ({ at: delivery.at + after, clientAddress }));
    const joined = attribute(CHECK, [delivery], [stored(9, null, 'refused', delivery.at)], elsewhere);
    expect(joined[1]).toMatchObject({ attribution: 'same-client', exclusive });
  });

  it('orders by id and drops the token', () => {
    const joined = attribute(CHECK, [delivery], [stored(2, null, 'refused', delivery.at)], []);
    expect(joined.map(({ id }) => id)).toEqual([2, 5]);
    expect(joined.every((observation) => !('token' in observation))).toBe(true);
  });
});

describe('attribute, at a mail server that all checks share', () => {
  const at = CREATED + SAME_CLIENT_WINDOW_MS;
  const classic = stored(5, CHECK.token, 'delivered', at);
  const recipient = `test@${CHECK.token}.do.havedane.test`;
  const delivery: StoredObservation = {
    ...classic,
    evidence: classic.evidence === null ? null : { ...classic.evidence, recipient },
  };
  const refusal = (scenario: 'mx-wrong' | 'wrong'): StoredObservation => ({
    ...stored(9, null, 'refused', at + 1),
    scenario,
  });

  it('takes a refusal of a client that delivered at a host of the check', () => {
    const [, taken] = attribute(CHECK, [delivery], [refusal('mx-wrong')], []);
    expect(taken).toMatchObject({ id: 9, attribution: 'same-client', exclusive: true });
  });

  it('shares it with another check that the same client delivered to', () => {
    const elsewhere = [{ at: at + 2, clientAddress: '192.0.2.1' }];
    const [, taken] = attribute(CHECK, [delivery], [refusal('mx-wrong')], elsewhere);
    expect(taken).toMatchObject({ attribution: 'same-client', exclusive: false });
  });

  it('leaves the host of the classic form to deliveries at the classic address', () => {
    expect(attribute(CHECK, [delivery], [refusal('wrong')], [])).toHaveLength(1);
  });
});
