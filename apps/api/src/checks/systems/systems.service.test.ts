import { describe, expect, it } from 'vitest';

import type { Observation } from '#checks';

import { sampleObservation } from '../../../../../test/support/sample-observation.js';
import { CheckChanges } from '../check-changes.js';
import { SystemsService } from './systems.service.js';

const MINUTE_MS = 60_000;

/** DNS whose answers a test gives when it wants to. */
function heldDns() {
  const asked: string[] = [];
  let answer: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const lookup = async (name: string, type: string): Promise<unknown> => {
    asked.push(`${type} ${name}`);
    await gate;
    if (type === 'A') return ['192.0.2.1', '192.0.2.2'];
    if (type === 'PTR') return ['reverse.example.org'];
    return [['v=spf1 ip4:192.0.2.2 -all']];
  };
  return { asked, lookup, answer };
}

function seen(address: string, name: string, changes: Partial<Observation> = {}): Observation {
  const { token: _token, ...observation } = sampleObservation('a', {
    clientAddress: address,
    clientName: name,
  });
  return { id: 1, attribution: 'exact', ...observation, ...changes };
}

describe('SystemsService', () => {
  it('waits for nothing, and has those who watch shown what was found', async () => {
    const { asked, lookup, answer } = heldDns();
    const changes = new CheckChanges();
    const changed: string[] = [];
    changes.subscribe((token) => changed.push(token));
    const systems = new SystemsService(lookup, changes);
    const observations = [
      seen('192.0.2.1', 'mx1.example.org'),
      seen('192.0.2.2', 'mx2.example.org', { kind: 'refused', scenario: 'wrong', evidence: null }),
      seen('192.0.2.53', 'resolver', { kind: 'dns-query' }),
    ];
    const nothing = { reverseName: null, links: [] };
    const before = [...systems.knowledgeFor('a', observations)];
    expect(before).toEqual([
      ['192.0.2.1', nothing],
      ['192.0.2.2', nothing],
    ]);
    systems.knowledgeFor('b', observations);
    const questions = asked.length;
    answer();
    await expect.poll(() => changed.toSorted()).toEqual(['a', 'a', 'b', 'b']);
    const found = systems.knowledgeFor('a', observations);
    const confirmed = { evidence: 'forward-confirmed', domain: 'example.org' };
    expect(found.get('192.0.2.1')).toEqual({ reverseName: 'reverse.example.org', links: [confirmed] });
    expect(found.get('192.0.2.2')).toEqual({
      reverseName: 'reverse.example.org',
      links: [confirmed, { evidence: 'spf', domain: 'example.org' }],
    });
    // Both checks shared one lookup, and the second reading asked nothing.
    expect(questions).toBe(asked.filter((question) => !question.startsWith('TXT')).length + 2);
  });

  it('looks up at most 20 addresses of a check, deliverers first, and 16 at a time', async () => {
    const { asked, lookup, answer } = heldDns();
    const systems = new SystemsService(lookup, new CheckChanges());
    const strangers = Array.from({ length: 300 }, (_, index) =>
      seen(`10.0.${index % 256}.1`, 'x.example', { kind: 'left' }),
    );
    const server = seen('192.0.2.1', 'mx1.example.org');
    const found = systems.knowledgeFor('a', [...strangers, server]);
    expect([found.size, [...found.keys()][0]]).toEqual([20, '192.0.2.1']);
    expect(asked.filter((question) => question.startsWith('PTR'))).toHaveLength(16);
    answer();
  });

  it('leaves half of its places to others, whatever one network does, and goes on with the rest', async () => {
    const { asked, lookup, answer } = heldDns();
    const changes = new CheckChanges();
    const systems = new SystemsService(lookup, changes);
    const crowd = Array.from({ length: 20 }, (_, index) => seen(`198.51.100.${index}`, 'x.example'));
    changes.subscribe(() => systems.knowledgeFor('a', crowd));
    const places = () => asked.filter((question) => question.startsWith('PTR')).length;
    systems.knowledgeFor('a', crowd);
    expect(places()).toBe(8);
    systems.knowledgeFor('b', [seen('192.0.2.1', 'mx1.example.org')]);
    expect(places()).toBe(9);
    answer();
    await expect.poll(places).toBe(21);
  });

  it('asks nobody without a resolver', () => {
    const systems = new SystemsService(null, new CheckChanges());
    expect(systems.knowledgeFor('a', [seen('192.0.2.1', 'mx1.example.org')])).toEqual(new Map());
  });

  it('takes a failure for nothing found, and lets nobody wait', async () => {
    const changes = new CheckChanges();
    const changed: string[] = [];
    changes.subscribe((token) => changed.push(token));
    const failing = () => Promise.reject(new Error('no answer'));
    const systems = new SystemsService(failing, changes);
    const observations = [seen('192.0.2.1', 'mx1.example.org', { at: Date.now() - MINUTE_MS })];
    systems.knowledgeFor('a', observations);
    await expect.poll(() => changed).toEqual(['a']);
    expect(systems.knowledgeFor('a', observations).get('192.0.2.1')?.links).toEqual([]);
  });
});
