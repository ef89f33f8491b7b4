import { describe, expect, it } from 'vitest';

import { type ProbeAdmission, type ProbePlace, ProbeQueue } from './probe-queue.js';

const never = (): Promise<void> => new Promise(() => undefined);

const isPlace = (admission: ProbeAdmission): admission is ProbePlace => 'fill' in admission;
const outcome = (admission: ProbeAdmission): string => (isPlace(admission) ? 'place' : admission.exhausted);

/** Each of a network of its own. */
const stranger = (index: number): string => `10.${index >> 8}.${index & 255}.1`;
const strangers = (count: number): string[] => Array.from({ length: count }, (_, index) => stranger(index));

describe('ProbeQueue', () => {
  it('gives no more places than there are, to 500 that ask before the first is filled', () => {
    const queue = new ProbeQueue(1, 5);
    const places = strangers(500)
      .map((client) => queue.reserve(client))
      .filter(isPlace);
    expect(places).toHaveLength(6);
    for (const place of places) place.fill(never);
    expect(queue.counts).toEqual({ running: 1, waiting: 5 });
    expect(outcome(queue.reserve(stranger(501)))).toBe('total');
  });

  it.each([
    ['a client a quarter', 'client', 30, () => '192.0.2.1'],
    ['a /24 half', 'network', 60, (index: number) => `192.0.2.${index % 250}`],
    ['a /48 half', 'network', 60, (index: number) => `2001:db8:0:${index.toString(16)}::1`],
  ])('gives %s of the places, so that others find some', (_whom, exhausted, expected, client) => {
    const queue = new ProbeQueue(20, 100);
    const outcomes = Array.from({ length: 500 }, (_, index) => outcome(queue.reserve(client(index))));
    expect(outcomes.filter((each) => each === 'place')).toHaveLength(expected);
    expect(outcomes.at(-1)).toBe(exhausted);
    expect(outcome(queue.reserve('198.51.100.1'))).toBe('place');
  });

  it('takes back a place once, and none that is filled', () => {
    const queue = new ProbeQueue(1, 0);
    const place = queue.reserve('192.0.2.1') as ProbePlace;
    place.release();
    place.release();
    place.fill(never);
    const next = queue.reserve('192.0.2.1') as ProbePlace;
    expect(outcome(queue.reserve('198.51.100.1'))).toBe('total');
    next.fill(never);
    next.release();
    expect(outcome(queue.reserve('198.51.100.1'))).toBe('total');
  });

  it('lets networks take turns', async () => {
    const queue = new ProbeQueue(1, 11);
    const begun: string[] = [];
    const clients = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '198.51.100.1', '203.0.113.1'];
    for (const client of clients) {
      (queue.reserve(client) as ProbePlace).fill(() => {
        begun.push(client);
        return Promise.resolve();
      });
    }
    await expect.poll(() => begun.length).toBe(5);
    expect(begun).toEqual(['192.0.2.1', '192.0.2.2', '198.51.100.1', '203.0.113.1', '192.0.2.3']);
    expect(queue.counts).toEqual({ running: 0, waiting: 0 });
  });

  it('begins everything in its turn, and nothing once it is closed', async () => {
    const queue = new ProbeQueue(1, 5);
    const begun: number[] = [];
    let end = (): void => undefined;
    const places = strangers(4)
      .map((client) => queue.reserve(client))
      .filter(isPlace);
    places.slice(0, 3).forEach((place, index) => {
      place.fill(() => {
        begun.push(index);
        return new Promise((resolve) => {
          end = resolve;
        });
      });
    });
    expect(begun).toEqual([0]);
    end();
    await expect.poll(() => begun).toEqual([0, 1]);
    queue.close();
    places[3]?.fill(() => {
      begun.push(3);
      return never();
    });
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([0, 1]);
    expect(outcome(queue.reserve(stranger(5)))).toBe('total');
  });
});
