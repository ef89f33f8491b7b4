import { expect, it } from 'vitest';

import type { FollowedCheck } from '../../check-client.js';
import { junitReport, junitWithoutResult } from './junit.js';
import type { Outcome } from './report.js';

const HOSTILE = 'a<b> & "c" \u0000\u202E';

const CHECK: FollowedCheck = {
  token: '0123456789ab',
  url: 'https://dane.example/check/0123456789ab',
  revision: 1,
  verdict: {
    outcome: 'waiting',
    provisional: true,
    code: 'nothing-yet',
    title: HOSTILE,
    explanation: 'None.',
    doubts: [],
  },
  headline: null,
  mtaSts: null,
  scenarios: ['do', 'wrong'].map((id) => ({
    id,
    level: 'quick',
    title: HOSTILE,
    address: '',
    classicAddress: '',
    expected: 'delivered',
    requirement: 'required',
    state: 'waiting',
    conclusion: 'waiting',
  })),
  servers: [],
  observations: [],
};

const OUTCOME: Outcome = {
  check: CHECK,
  body: {},
  judgement: 'open',
  mailed: new Set(['do', 'wrong']),
  allow: [],
  expect: 'enforces',
  mechanism: 'dane',
  isInterrupted: false,
  durationMs: 1234,
};

const AT = new Date('2026-11-29T12:34:56.789Z');

/** Attributes and elements in the order that the schema of Ant wants them. */
const SUITE =
  /<testsuite id="\d+" package="havedane" name="[^"<>&]+(?:&\w+;[^"<>&]*)*" timestamp="2026-11-29T12:34:56" hostname="ci" tests="\d+" failures="\d+" errors="\d+" skipped="\d+" time="[\d.]+">\n +<properties\/>\n(?: +<testcase [^]*?(?:\/>|<\/testcase>)\n)+ +<system-out(?:\/>|>[^<]*<\/system-out>)\n +<system-err\/>\n +<\/testsuite>/g;

it('a run without a server is an error, and no pass', () => {
  const report = junitReport(OUTCOME, AT, 'ci');
  expect(report.match(SUITE)).toHaveLength(1);
  expect(report).toContain('tests="1" failures="0" errors="1"');
  expect(report).toContain(
    '<error message="a&lt;b&gt; &amp; &quot;c&quot; \\u{0}\\u{202e}" type="nothing-yet">None.</error>',
  );
  expect(report).toContain('time="1.234"');
});

it('a run that found out nothing is an error that says why', () => {
  const report = junitWithoutResult(HOSTILE, AT, 'ci');
  expect(report.match(SUITE)).toHaveLength(1);
  expect(report).toContain('tests="1" failures="0" errors="1"');
  expect(report).toContain(
    '<error message="a&lt;b&gt; &amp; &quot;c&quot; \\u{0}\\u{202e}" type="no-result"></error>',
  );
});

it('an interrupted run is an error, whatever was seen', () => {
  const report = junitReport({ ...OUTCOME, judgement: 'met', isInterrupted: true }, AT, 'ci');
  expect(report).toContain('<error message="interrupted"');
});

it('a scenario that was not tested, or may fail, is skipped', () => {
  const result = { requirement: 'required', finding: 'f', text: 'T.', rfc: 'RFC 7672 §2.2' };
  const results = [
    { scenario: 'wrong', state: 'delivered', conclusion: 'fail', ...result },
    { scenario: 'do', state: 'not-tested', conclusion: 'waiting', ...result },
  ];
  const verdict = { ...CHECK.verdict, outcome: 'does-not-enforce', provisional: false };
  const servers = [{ address: '192.0.2.1', name: HOSTILE, label: null, results }];
  const check = { ...CHECK, verdict, servers };
  const failing = junitReport({ ...OUTCOME, check, judgement: 'missed' }, AT, 'ci');
  expect(failing.match(SUITE)).toHaveLength(2);
  expect(failing).toMatch(/hostname="ci" tests="2" failures="1" errors="0" skipped="1"/);
  expect(failing.match(/<failure /g)).toHaveLength(2);
  const allowed = junitReport({ ...OUTCOME, check, judgement: 'met', allow: ['wrong'] }, AT, 'ci');
  expect(allowed).toMatch(/hostname="ci" tests="2" failures="0" errors="0" skipped="2"/);
  expect(allowed).not.toContain('<failure');
});

it('a verdict on MTA-STS is a case of its own: skipped unless the run answers for it', () => {
  const mtaSts = {
    outcome: 'does-not-enforce',
    provisional: false,
    code: 'delivered',
    title: 'T',
    doubts: [],
    caching: '',
    fetched: [],
  };
  const check = { ...CHECK, verdict: { ...CHECK.verdict, outcome: 'enforces', provisional: false }, mtaSts };
  const reported = (mechanism: Outcome['mechanism']) =>
    junitReport({ ...OUTCOME, check, mechanism }, AT, 'ci');
  expect(reported('dane')).toMatch(/tests="2" failures="0" errors="0" skipped="1"/);
  expect(reported('both')).toMatch(/tests="2" failures="0" errors="1" skipped="0"/);
  const server = { address: '192.0.2.1', name: null, label: null };
  const result = {
    requirement: 'required',
    finding: 'f',
    text: 'T.',
    rfc: 'R',
    state: 'delivered',
    conclusion: 'fail',
  };
  const servers = [{ ...server, results: [{ ...result, scenario: 'sts-cert' }] }];
  const failing = junitReport({ ...OUTCOME, check: { ...check, servers }, mechanism: 'mta-sts' }, AT, 'ci');
  expect(failing).toContain('name="verdict: MTA-STS"');
  expect(failing).toMatch(/tests="2" failures="1" errors="0" skipped="1"/);
});
