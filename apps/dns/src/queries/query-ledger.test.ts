import { describe, expect, it } from 'vitest';

import { MAX_QUERIES_PER_CHECK } from '#checks';
import { SCENARIO_IDS } from '#scenarios';

import { QueryLedger, type Asked } from './query-ledger.js';

const CHECK = { token: '0123456789ab', createdAt: 0, expiresAt: 1 };

function asked(clientAddress: string, changes: Partial<Asked['query']> = {}): Asked {
  return { clientAddress, query: { name: 'a.test', type: 'A', dnssecOk: true, ...changes } };
}

describe('QueryLedger', () => {
  it('admits a question once for each resolver', () => {
    const ledger = new QueryLedger(CHECK, []);
    const questions = [
      asked('192.0.2.1'),
      asked('192.0.2.1'),
      asked('192.0.2.2'),
      asked('192.0.2.1', { type: 'AAAA' }),
      asked('192.0.2.1', { name: 'b.test' }),
      asked('192.0.2.1', { dnssecOk: false }),
      asked('192.0.2.1', { dnssecOk: false }),
    ];
    expect(questions.map((question) => ledger.admit(question))).toEqual([
      true,
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('goes on from what is stored', () => {
    const ledger = new QueryLedger(CHECK, [asked('192.0.2.1')]);
    expect(ledger.admit(asked('192.0.2.1'))).toBe(false);
    expect(ledger.admit(asked('192.0.2.2'))).toBe(true);
  });

  it('keeps half of the places for what nobody has asked yet, and never admits more than all', () => {
    const ledger = new QueryLedger(CHECK, []);
    const sameFromMany = Array.from({ length: MAX_QUERIES_PER_CHECK }, (_, n) =>
      ledger.admit(asked(`2001:db8::${n}`)),
    );
    expect(sameFromMany.filter(Boolean)).toHaveLength(MAX_QUERIES_PER_CHECK / 2);
    expect(ledger.isFull).toBe(false);
    const newFromOne = Array.from({ length: MAX_QUERIES_PER_CHECK }, (_, n) =>
      ledger.admit(asked('::1', { name: `${n}.test` })),
    );
    expect(newFromOne.filter(Boolean)).toHaveLength(MAX_QUERIES_PER_CHECK / 2);
    expect(ledger.isFull).toBe(true);
  });

  it('has a place for each question about a full run, though ten servers have a resolver each', () => {
    const ledger = new QueryLedger(CHECK, []);
    const questions = SCENARIO_IDS.flatMap((id) => {
      const host = `0123456789ab.${id}.dane.test`;
      return [
        ...['MX', 'A', 'AAAA'].map((type) => ({ name: host, type })),
        // Of a resolver that minimises names (RFC 9156).
        { name: `_tcp.${host}`, type: 'A' },
        { name: `_25._tcp.${host}`, type: 'TLSA' },
      ];
    });
    const isKept = questions.map((question) =>
      Array.from({ length: 10 }, (_, n) => ledger.admit(asked(`192.0.2.${n}`, question))).some(Boolean),
    );
    expect(isKept).not.toContain(false);
  });

  it('admits again what could not be stored', () => {
    const ledger = new QueryLedger(CHECK, []);
    ledger.admit(asked('192.0.2.1'));
    ledger.forget(asked('192.0.2.1'));
    expect(ledger.admit(asked('192.0.2.1'))).toBe(true);
  });
});
