import { describe, expect, it } from 'vitest';

import { type ProbePlace, ProbeQueue } from './probe-queue.js';

const never = (): Promise<void> => new Promise(() => undefined);

const isPlace = (place: ProbePlace | null): place is ProbePlace => place !== null;

describe('ProbeQueue', () => {
  it('gives no more places than there are, to 500 that ask before the first is filled', () => {
    const queue = new ProbeQueue(1, 5);
    const places = Array.from({ length: 500 }, () => queue.reserve()).filter(isPlace);
    expect(places).toHaveLength(6);
    for (const place of places) place.fill(never);
    expect(queue.counts).toEqual({ running: 1, waiting: 5 });
    expect(queue.reserve()).toBeNull();
  });

  it('takes back a place once, and none that is filled', () => {
    const queue = new ProbeQueue(1, 0);
    const place = queue.reserve();
    place?.release();
    place?.release();
    const next = queue.reserve();
    expect(next).not.toBeNull();
    expect(queue.reserve()).toBeNull();
    next?.fill(never);
    next?.release();
    expect(queue.reserve()).toBeNull();
  });

  it('begins everything in its turn, and nothing once it is closed', async () => {
    const queue = new ProbeQueue(1, 5);
    const begun: number[] = [];
    let end = (): void => undefined;
    const places = Array.from({ length: 4 }, () => queue.reserve()).filter(isPlace);
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
    expect(queue.reserve()).toBeNull();
  });
});
