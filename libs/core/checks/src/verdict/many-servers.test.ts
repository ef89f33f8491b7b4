/** Anyone may deliver to a check from hundreds of addresses: what a verdict costs grows with their number, not with its square. */
import { describe, expect, it } from 'vitest';

import { sampleObservation } from '../../../../../test/support/sample-observation.js';

import type { ObservationKind } from '../observation.js';

import { judge } from './judge.js';
import type { SeenObservation } from './verdict.js';

interface Deed {
  readonly kind: ObservationKind;
  readonly scenario: string;
  readonly clientName: string;
}

/** How often the verdict looks at who did something, in a check where each of so many addresses did these things. */
function looksAt(addresses: number, deeds: (index: number) => readonly Deed[]): number {
  let looks = 0;
  const observations = Array.from({ length: addresses }, (_, index) =>
    deeds(index).map((deed, order): SeenObservation => {
      const at = 1_000_000 + index * 10 + order;
      const seen = { id: at, attribution: 'exact', ...sampleObservation('t', { at }), ...deed } as const;
      const clientAddress = `10.${index >> 8}.${index % 256}.1`;
      return Object.defineProperty({ ...seen, clientAddress }, 'scenario', {
        get: () => {
          looks += 1;
          return deed.scenario;
        },
      });
    }),
  ).flat();
  judge(observations, 10_000_000);
  return looks;
}

const under = (clientName: string, scenario: string, kind: ObservationKind): Deed => ({
  ...{ clientName, scenario, kind },
});

describe('a verdict on hundreds of servers', () => {
  it.each<[string, (index: number) => readonly Deed[]]>([
    ['deliver', () => [under('mx.example.org', 'do', 'delivered')]],
    [
      'deliver and refuse',
      (index) => [
        under(`mx${index}.example.org`, 'do', 'delivered'),
        under(`mx${index}.example.org`, 'wrong', 'refused'),
      ],
    ],
    [
      'deliver, while others of their name fail',
      (index) => [under('mx.example.org', 'do', index % 2 === 0 ? 'delivered' : 'left')],
    ],
    ['deliver where none may', () => [under('mx.example.org', 'wrong', 'delivered')]],
  ])('that %s', (_title, deeds) => {
    const few = looksAt(100, deeds);
    expect(few).toBeGreaterThan(100);
    expect(looksAt(400, deeds)).toBeLessThan(5 * few);
  });

  it('lists whole what 10 of them did, and of the others what was tested', () => {
    const observations = Array.from({ length: 12 }, (_, index): SeenObservation => {
      const clientAddress = `192.0.2.${index}`;
      return { id: index, attribution: 'exact', ...sampleObservation('t', { at: index, clientAddress }) };
    });
    const listed = judge(observations, 1_000_000).servers.map(
      ({ results }) => results.filter(({ state }) => state === 'not-tested').length,
    );
    expect(listed.map((count) => count > 0)).toEqual([...Array<boolean>(10).fill(true), false, false]);
  });
});
