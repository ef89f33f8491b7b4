import { describe, expect, it } from 'vitest';

import type { Endpoint } from '../ports.js';
import { CONNECTIONS, connectToPlaces, lookAtNames } from './survey.js';

const NAMES = Array.from({ length: 20 }, (_, n) => `_25._tcp.mx${n}.test.`);

/** What is asked gets its answer a turn later; `most` were open at the same time. */
function counting<T>(answer: T) {
  let open = 0;
  const counted = {
    most: 0,
    ask: async (): Promise<T> => {
      open += 1;
      counted.most = Math.max(counted.most, open);
      await new Promise(setImmediate);
      open -= 1;
      return answer;
    },
  };
  return counted;
}

describe('a survey of many names', () => {
  const unknown = { kind: 'unknown', detail: 'test', isPassing: true } as const;

  it('asks about eight at a time', async () => {
    const asked = counting(unknown);
    const looks = await lookAtNames({ askNameServers: asked.ask }, NAMES);
    expect(looks.map(({ tlsaName }) => tlsaName)).toEqual(NAMES);
    expect(asked.most).toBe(8);
  });

  it('connects to eight at a time', async () => {
    const connected = counting(unknown);
    const places = NAMES.map((tlsaName) => place({ tlsaName }));
    expect(await connectToPlaces({ places, connect: connected.ask })).toHaveLength(NAMES.length);
    expect(connected.most).toBe(8);
  });

  it('connects to each port often enough to meet all that share it, the places of a port together', async () => {
    const places = [...NAMES.map((tlsaName) => place({ tlsaName })), place({ port: 465 })];
    const times = new Map<number, number>();
    const connect = ({ port }: Endpoint, more: number) => {
      times.set(port, (times.get(port) ?? 0) + more);
      return Promise.resolve(unknown);
    };
    await connectToPlaces({ places, connect });
    expect([...times]).toEqual([
      [25, 2 * NAMES.length],
      [465, CONNECTIONS],
    ]);
  });
});

function place(different: Partial<Endpoint>): Endpoint {
  const usual = { host: 'mx.test', port: 25, tlsOnConnect: false, tlsaName: '_25._tcp.mx.test.' };
  return { ...usual, expected: 'verified', ...different };
}
