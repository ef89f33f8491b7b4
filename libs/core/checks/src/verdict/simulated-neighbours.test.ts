/** What must hold of the verdict on MTA-STS while others mail the shared hosts as well: nobody is credited with what a neighbour did. */
import { describe, expect, inject, it } from 'vitest';

import {
  type Neighbourhood,
  seenFor,
  simulateNeighbours,
} from '../../../../../test/support/neighbours-simulator.js';
import { POLICIES, type Policy } from '../../../../../test/support/sender-simulator.js';

import { judge } from './judge.js';
import type { MtaStsVerdict } from './mta-sts-verdict.js';
import type { Verdict } from './verdict.js';

const HISTORIES = inject('exhaustive') ? 1_000 : 100;
const STRIDE = inject('exhaustive') ? 1 : 27;
const LATE_MS = 30 * 86_400_000;
const TIMEOUT = { timeout: inject('exhaustive') ? 3_600_000 : 300_000 };

const WITH: readonly Policy[] = ['mta-sts', 'both'];
const WITHOUT = POLICIES.filter((policy) => !WITH.includes(policy));

const isGreen = (verdict: MtaStsVerdict | null): boolean =>
  verdict?.outcome === 'enforces' && !verdict.provisional;
const isRed = (verdict: MtaStsVerdict | null): boolean =>
  ['does-not-enforce', 'no-tls', 'refuses-valid'].includes(verdict?.outcome ?? '');

/** The verdicts on the first system, while observations come and when everything is over. */
function* verdictsOf({ neighbours: [first], stored, known, seed }: Neighbourhood): Generator<Verdict> {
  const end = stored.length;
  for (let count = 1 + (seed % STRIDE); count <= end + STRIDE; count += STRIDE) {
    const so = stored.slice(0, count);
    const at = (so.at(-1)?.at ?? 0) + (count > end ? LATE_MS : 0);
    const seen = seenFor(first!, so, known);
    yield judge(seen, at, 'not-yet', { systems: known });
  }
}

/** What somebody behind the address of a server refuses is likely refused by that server (decision 15). */
function withoutLaptops(world: Neighbourhood): Neighbourhood {
  const servers = world.stored.filter(({ clientName }) => clientName?.endsWith(world.neighbours[0]!.domain));
  const addresses = new Set(servers.map(({ clientAddress }) => clientAddress));
  const stored = world.stored.filter((each) => servers.includes(each) || !addresses.has(each.clientAddress));
  return { ...world, stored };
}

const seeds = Array.from({ length: HISTORIES }, (_, index) => index + 1);

describe(`over ${HISTORIES} neighbourhoods at hosts with MTA-STS`, TIMEOUT, () => {
  it.each([
    ['apart from its neighbours', false],
    ['in one network with them, which its SPF record authorises', true],
  ])('a system without MTA-STS %s is green at no moment', (_, isShared) => {
    for (const seed of seeds) {
      const world = simulateNeighbours(seed, [WITHOUT, WITH, POLICIES], isShared);
      for (const { mtaSts, outcome } of verdictsOf(world)) {
        expect({ seed, isGreen: isGreen(mtaSts), outcome }).toEqual({
          seed,
          isGreen: false,
          outcome: 'waiting',
        });
      }
    }
  });

  it('nor is it where DNS says nothing of anybody', () => {
    for (const seed of seeds) {
      const world = { ...simulateNeighbours(seed, [WITHOUT, WITH], false), known: new Map() };
      for (const { mtaSts } of verdictsOf(world)) {
        expect({ seed, isGreen: isGreen(mtaSts) }).toEqual({ seed, isGreen: false });
      }
    }
  });

  it('nor is it likely to be, when its own addresses alone are tied to it and all do the same', () => {
    for (const seed of seeds) {
      const policy = WITHOUT[seed % WITHOUT.length]!;
      const world = withoutLaptops(simulateNeighbours(seed, [[policy], WITH], false));
      const greens = [...verdictsOf(world)].map(({ mtaSts }) => mtaSts?.outcome === 'enforces');
      expect({ seed, policy, likely: greens.includes(true) }).toEqual({ seed, policy, likely: false });
    }
  });

  it('a system of MTA-STS is never red, whoever is beside it, and a pool of it is likely before it is proven', () => {
    let [likely, bySystem] = [0, 0];
    for (const seed of seeds) {
      const world = simulateNeighbours(seed, [WITH, POLICIES], seed % 2 === 0);
      for (const { mtaSts, servers } of verdictsOf(world)) {
        expect({ seed, isRed: isRed(mtaSts), reading: mtaSts?.reading }).toMatchObject({
          seed,
          isRed: false,
        });
        const found = servers.flatMap(({ results }) => results).map(({ finding }) => finding);
        if (!found.includes('refused-by-system')) continue;
        bySystem += 1;
        if (mtaSts?.outcome === 'enforces') likely += 1;
      }
    }
    expect(bySystem).toBeGreaterThan(HISTORIES / 10);
    expect(likely).toBeGreaterThan(HISTORIES / 20);
  });
});
