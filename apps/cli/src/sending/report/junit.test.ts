import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FollowedCheck } from '../../check-client.js';
import {
  aFollowedCheck,
  aFollowedScenario,
  aFollowedServer,
  anMtaStsVerdict,
  anOutcome,
  aVerdict,
} from '../test-check.js';
import { junitReport, junitWithoutResult } from './junit.js';
import type { Outcome } from './report.js';

const AT = new Date('2026-11-29T12:34:56.789Z');

/** Nothing in it means anything to XML, nor is forbidden there (XML 1.0 §2.2). */
const TEXT = '(?:(?![\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF])[^<>&"]|&(?:amp|lt|gt|quot);)';
const ELEMENT = `message="${TEXT}*" type="${TEXT}+">${TEXT}*`;

/** Each line that a report may have, with the attributes in the order of Ant's schema: it requires all but `skipped`. */
const LINES = Object.entries({
  x: '<\\?xml version="1.0" encoding="UTF-8"\\?>',
  S: '<testsuites>',
  s: `  <testsuite id="\\d+" package="havedane" name="${TEXT}+" timestamp="2026-11-29T12:34:56" hostname="ci" tests="\\d+" failures="\\d+" errors="\\d+" skipped="\\d+" time="[\\d.]+">`,
  p: '    <properties/>',
  P: '    <properties>',
  r: `      <property name="${TEXT}+" value="${TEXT}*"/>`,
  Q: '    </properties>',
  c: `    <testcase name="${TEXT}+" classname="${TEXT}+" time="[\\d.]+"/>`,
  C: `    <testcase name="${TEXT}+" classname="${TEXT}+" time="[\\d.]+">`,
  f: `      <failure ${ELEMENT}</failure>`,
  e: `      <error ${ELEMENT}</error>`,
  k: `      <skipped ${ELEMENT}</skipped>`,
  D: '    </testcase>',
  o: `    <system-out(?:/>|>${TEXT}*</system-out>)`,
  E: '    <system-err/>',
  t: '  </testsuite>',
  T: '</testsuites>',
}).map(([kind, line]) => ({ kind, pattern: new RegExp(`^${line}$`, 'u') }));

/** Which lines may follow which, by both the schema of Ant (windyroad/JUnit-Schema) and that of Jenkins (junit-10.xsd). */
const SHAPE = /^xS(?:s(?:p|Pr+Q)(?:c|C[fek]D)*oEt)+T$/;

interface Case {
  readonly name: string;
  readonly result: string;
}

/** The cases of each suite, whose counts are theirs; fails where a schema would. */
function suitesOf(report: string): Case[][] {
  const lines = report.split('\n');
  expect(lines.pop()).toBe('');
  const kinds = lines.map(
    (line) => LINES.find(({ pattern }) => pattern.test(line))?.kind ?? `no line: ${line}`,
  );
  expect(kinds.join('')).toMatch(SHAPE);
  const suites: Case[][] = [];
  const counts: string[] = [];
  for (const [index, kind] of kinds.entries()) {
    const line = lines[index] ?? '';
    if (kind === 's') {
      suites.push([]);
      counts.push(/tests=.* (?=time)/.exec(line)?.[0] ?? '');
    }
    if (kind !== 'c' && kind !== 'C') continue;
    const name = `${/ classname="([^"]*)"/.exec(line)?.[1]} ${/ name="([^"]*)"/.exec(line)?.[1]}`;
    const result =
      kind === 'c' ? 'passed' : ({ f: 'failed', e: 'error', k: 'skipped' }[kinds[index + 1] ?? ''] ?? '');
    suites.at(-1)?.push({ name, result });
  }
  const counted = suites.map((cases) => {
    const number = (wanted: string) => cases.filter(({ result }) => result === wanted).length;
    return `tests="${cases.length}" failures="${number('failed')}" errors="${number('error')}" skipped="${number('skipped')}" `;
  });
  expect(counts).toEqual(counted);
  const names = suites.flat().map(({ name }) => name);
  expect(new Set(names).size, 'names are unique').toBe(names.length);
  return suites;
}

const reported = (check: FollowedCheck, mechanism?: Outcome['mechanism'], changes?: Partial<Outcome>) =>
  junitReport(anOutcome(check, mechanism, changes), AT, 'ci');

const resultsOf = (report: string) => suitesOf(report).map((cases) => cases.map(({ result }) => result));

describe('the verdict', () => {
  const enforced = aFollowedCheck({ verdict: aVerdict('enforces') });
  const failed = aFollowedServer({ wrong: ['delivered', 'fail'], 'sts-cert': ['delivered', 'fail'] });
  const policies = (...facts: Parameters<typeof anMtaStsVerdict>) => ({
    ...enforced,
    mtaSts: anMtaStsVerdict(...facts),
  });

  it.each<[FollowedCheck, dane: string[], mtaSts: string[], both: string[]]>([
    [enforced, ['passed'], ['skipped', 'error'], ['passed', 'error']],
    [policies('enforces'), ['passed', 'skipped'], ['skipped', 'passed'], ['passed', 'passed']],
    [policies('does-not-enforce'), ['passed', 'skipped'], ['skipped', 'failed'], ['passed', 'failed']],
    [policies('inconclusive'), ['passed', 'skipped'], ['skipped', 'error'], ['passed', 'error']],
    [
      policies('enforces', { provisional: true }),
      ...([
        ['passed', 'skipped'],
        ['skipped', 'error'],
        ['passed', 'error'],
      ] as [string[], string[], string[]]),
    ],
  ])('has a case for each mechanism, skipped unless the run answers for it (row %#)', (check, ...wanted) => {
    const found = (['dane', 'mta-sts', 'both'] as const).map(
      (mechanism) => resultsOf(reported({ ...check, servers: [failed] }, mechanism))[0],
    );
    expect(found).toEqual(wanted);
  });

  it('is an error, and no pass, where no server was seen, and says how long the run took', () => {
    const report = reported(aFollowedCheck({ scenarios: [aFollowedScenario('do')] }));
    expect(resultsOf(report)).toEqual([['error']]);
    expect(report).toContain('skipped="0" time="1.234">');
  });

  it('is an error where the run was interrupted, whatever was seen', () => {
    const report = reported(enforced, 'dane', { isInterrupted: true });
    expect(resultsOf(report)).toEqual([['error']]);
    expect(report).toContain('<error message="interrupted"');
  });

  it('says the doubts beside it, whether the run answers for it or not', () => {
    const check = policies('enforces', { provisional: true, doubts: ['We had no policy.'] });
    expect(reported(check, 'mta-sts')).toContain('type="enforces">We had no policy.</error>');
    expect(reported(check)).toContain('type="enforces">We had no policy.</skipped>');
  });

  it('of a run that found out nothing is an error that says why', () => {
    const report = junitWithoutResult('no server', AT, 'ci');
    expect(resultsOf(report)).toEqual([['error']]);
    expect(report).toContain('<error message="no server" type="no-result"></error>');
  });
});

describe('the cases of a server', () => {
  const scenarios = ['do', 'wrong', 'sts-cert', 'no-server'].map(aFollowedScenario);
  const server = aFollowedServer({
    do: ['not-tested', 'waiting'],
    wrong: ['delivered', 'fail'],
    'sts-cert': ['delivered', 'fail'],
    recommended: ['delivered', 'fail', 'recommended'],
  });
  const check = aFollowedCheck({ verdict: aVerdict('does-not-enforce'), scenarios, servers: [server] });

  it.each([
    ['dane', [], ['skipped', 'failed', 'skipped', 'skipped']],
    ['dane', ['wrong'], ['skipped', 'skipped', 'skipped', 'skipped']],
    ['mta-sts', [], ['skipped', 'skipped', 'failed', 'skipped']],
    ['both', [], ['skipped', 'failed', 'failed', 'skipped']],
  ] as const)('of a run for %s, which allows %j, are all that was mailed', (mechanism, allow, wanted) => {
    expect(resultsOf(reported(check, mechanism, { allow }))[1]).toEqual(wanted);
  });

  it('say what is open or was not tested', () => {
    const open = aFollowedServer({ wrong: ['likely-refused', 'waiting'] });
    const report = reported({ ...check, servers: [open] });
    expect(report).toContain(
      '<skipped message="It likely-refused." type="likely-refused">It likely-refused. RFC 7672 §2.2</skipped>',
    );
    expect(report).toContain('<skipped message="not tested" type="not-tested">');
  });

  it('name the address as well where two servers have one label', () => {
    const labelled = (address: string) => ({ ...server, address, label: 'mx1' });
    const names = (servers: FollowedCheck['servers']) =>
      suitesOf(reported({ ...check, servers }))
        .slice(1)
        .map(([first]) => first?.name);
    expect(names([labelled('192.0.2.1')])).toEqual(['havedane.mx1 do: do']);
    expect(names([labelled('192.0.2.1'), labelled('2001:db8::1')])).toEqual([
      'havedane.mx1 (192.0.2.1) do: do',
      'havedane.mx1 (2001:db8::1) do: do',
    ]);
  });
});

describe('what strangers wrote', () => {
  const everywhere = (text: string): string => {
    const scenario = { ...aFollowedScenario('wrong'), title: text };
    const server = aFollowedServer({ wrong: ['delivered', 'fail'] }, { name: text });
    const results = server.results.map((result) => ({ ...result, finding: `f${text}`, text, rfc: text }));
    const check = aFollowedCheck({
      url: `https://${text}`,
      verdict: aVerdict('inconclusive', { title: text, explanation: text, doubts: [text] }),
      headline: { kind: 'dane-alone', title: text, meaning: '' },
      scenarios: [scenario],
      servers: [{ ...server, results }],
    });
    return reported(check);
  };

  it('is escaped', () => {
    const report = everywhere('a<b> & "c" ]]> \u0000\u202E\uFFFF\uD800');
    const harmless = 'a&lt;b&gt; &amp; &quot;c&quot; ]]&gt; \\u{0}\\u{202e}\\u{ffff}\\u{d800}';
    expect(report).toContain(`<property name="headline" value="${harmless}"/>`);
    expect(report).toContain(
      `<failure message="${harmless}" type="f${harmless}">${harmless} ${harmless}</failure>`,
    );
    expect(report).toContain(`name="${harmless} (192.0.2.1)"`);
  });

  it('leaves the report what it is', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(text, (written) => {
        expect(resultsOf(everywhere(written))).toEqual([['error'], ['failed']]);
      }),
    );
  });
});
