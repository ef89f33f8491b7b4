/** Golden files: `npx vitest run --project unit rollover/report -u` writes them anew; read the difference. */
import { describe, expect, it } from 'vitest';

import { ROLLOVER_STEPS, type RolloverPlanStep, type RolloverReport, type RolloverStep } from '#rollover';

import { plainStyle } from '../../probe/report/style.js';
import { exitCodeOf } from './exit-code.js';
import { formatRollover, type ReportKind } from './format-report.js';

const NOW = Date.UTC(2026, 10, 22, 20, 15, 0);
const TTL_MS = 3_600_000;
const NAME = '_25._tcp.mail.example.org.';
const record = (octet: string) => ({ name: NAME, data: `3 1 1 ${octet.repeat(32)}` });

const TEXTS: Readonly<Record<RolloverStep, string>> = {
  prepare: 'look at what is published and presented, and get the next certificate ready',
  publish: `see that 3 1 1 abababababababab… at ${NAME} is published, the current ones first`,
  propagate: 'wait until every authoritative name server shows them, and then two TTLs (2 × 1 h)',
  switch: 'install the next certificate and have the server load it',
  verify: 'connect to every address, with RSA and with ECDSA',
  retire: 'wait two TTLs (2 × 1 h)',
  delete: `delete 3 1 1 abababababababab… at ${NAME}, unless something that is presented matches`,
  'final-check': 'see that they are gone everywhere, and that all still matches',
};

const SHOWN = 'wait until every name server has shown them for two TTLs (2 × 1 h)';

/** Steps before `at` were done two hours ago. */
function planAt(at: RolloverStep): RolloverPlanStep[] {
  return ROLLOVER_STEPS.map((step, index) => {
    const isDone = index < ROLLOVER_STEPS.indexOf(at);
    const wait = index > 2 ? (index > 5 ? 4 : 2) * TTL_MS : 0;
    const times = isDone
      ? { notBefore: null, doneAt: NOW - 2 * TTL_MS }
      : { notBefore: NOW + wait, doneAt: null };
    return { step, text: step === 'propagate' && at === step ? SHOWN : TEXTS[step], ...times };
  });
}

const REPORT: RolloverReport = {
  id: 'mail.example.org',
  options: null,
  step: 'propagate',
  state: 'waiting',
  waitUntil: NOW + 2 * TTL_MS,
  reason: 'every name server shows the records: two TTLs (2 × 1 h) must pass until no cache is without them',
  done: [
    { step: 'publish', text: `3 1 1 abababababababab… is published at ${NAME} already` },
    { step: 'publish', text: `published 3 1 1 cdcdcdcdcdcdcdcd… at ${NAME} with a TTL of 3600 s` },
    { step: 'propagate', text: 'every authoritative name server shows the records' },
  ],
  history: [],
  records: { current: [record('ab')], next: [record('cd')], toDelete: [record('ab')] },
  plan: planAt('propagate'),
};

const show = (kind: ReportKind, changes: Partial<RolloverReport> = {}, width = Infinity) =>
  formatRollover({ ...REPORT, ...changes }, { kind, style: plainStyle(width), now: NOW });

describe('formatRollover', () => {
  it('of a run: what was done and what is still to come', async () => {
    await expect(show('run')).toMatchFileSnapshot('expected/run-waiting.txt');
  });

  it('of a status: every step with its time, and what becomes of each record', async () => {
    await expect(show('status')).toMatchFileSnapshot('expected/status-waiting.txt');
  });

  it('folds what is wider than the terminal', async () => {
    const text = show('status', {}, 72);
    await expect(text).toMatchFileSnapshot('expected/status-narrow.txt');
    const tooWide = text.split('\n').filter((line) => line.length > 72);
    // Digests are not folded: they are copied.
    expect(tooWide.every((line) => /^ {4}[=+-] 3 1 1 /.test(line))).toBe(true);
  });

  it('of a plan: says how to begin', async () => {
    const plan = planAt('prepare');
    const changes = {
      state: 'ready',
      step: 'prepare',
      waitUntil: null,
      reason: null,
      plan,
      done: [],
    } as const;
    const records = { ...REPORT.records, next: [] };
    await expect(show('plan', { ...changes, records })).toMatchFileSnapshot('expected/plan.txt');
  });

  it('of a run that is blocked: why, and what is at stake', async () => {
    const reason =
      'the reload command failed (exit status 1): postfix: fatal: open /etc/mail.pem: \u001B[2Jgone';
    const changes = { state: 'blocked', step: 'switch', waitUntil: null, reason } as const;
    const text = show('run', { ...changes, plan: planAt('switch'), done: [] });
    await expect(text).toMatchFileSnapshot('expected/run-blocked.txt');
    expect(text).not.toContain('\u001B');
  });

  it('of a run that is finished, when what was renewed meanwhile cannot follow: what to do', () => {
    const reason = 'the next certificate does not name mail.example.org; nothing was changed';
    const plan = planAt('final-check').map((step) => ({ ...step, notBefore: null, doneAt: NOW }));
    const text = show('run', { state: 'blocked', step: 'finished', waitUntil: null, reason, plan, done: [] });
    expect(text).toMatch(
      /^mail.example.org: finished, but what comes next is blocked\n {2}the next certificate/,
    );
    expect(text).toMatch(/The rollover itself is finished: .* call `havedane rollover run` with the options/);
  });

  it('of a run that is finished: no more than what it did', () => {
    const done = [{ step: 'final-check', text: 'all fits together' }] as const;
    const history = [{ ...done[0], at: NOW - 1000 }];
    const changes = { state: 'finished', step: 'finished', waitUntil: null, reason: null } as const;
    expect(show('run', { ...changes, done, history })).toBe(
      'mail.example.org: finished, 2026-11-22 20:14:59 UTC (1 s ago)\n\nDone now\n  ✓ final-check  all fits together',
    );
  });

  it('counts what a step did many times, and tells the news first', () => {
    const old = Array.from({ length: 10 }, (_, index) => `${index} is published already`);
    const news = Array.from({ length: 10 }, (_, index) => `published ${index}`);
    const done = [...old, ...news].map((text) => ({ step: 'publish' as const, text }));
    const lines = show('run', { done, plan: [] }).split('\n');
    expect(lines.filter((line) => line.includes('published'))).toHaveLength(5);
    expect(lines).toContain('                 and 15 more, which --json lists');
  });
});

describe('exitCodeOf', () => {
  const states = (...all: RolloverReport['state'][]) => all.map((state) => ({ ...REPORT, state }));
  it.each([
    [states(), 0],
    [states('finished', 'waiting', 'ready', 'nothing-to-do'), 0],
    [states('waiting', 'locked'), 3],
    [states('locked', 'blocked', 'waiting'), 1],
  ])('of these states together', (reports, code) => {
    expect(exitCodeOf(reports)).toBe(code);
  });
});
