/**
 * A JUnit report, valid by the schemas of Ant and of Jenkins: a suite for the verdict, and one for each server with a case for
 * each scenario that was mailed.
 */
import { MECHANISMS } from '#scenarios';
import { harmless } from '#text';

import type { FollowedCheck, FollowedResult, FollowedServer } from '../../check-client.js';
import {
  isFailure,
  type Judgement,
  judgementOn,
  mechanismsOf,
  type Tested,
  verdictOn,
} from '../judgement.js';
import { serverName } from './matrix.js';
import type { Outcome } from './report.js';
import { NAMES } from './states.js';
import { doubtsOn, titleOn } from './titles.js';

interface Case {
  readonly name: string;
  readonly classname: string;
  /** Null: it passed. */
  readonly element: Element | null;
}

interface Element {
  readonly kind: 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

/** When and where it ran, and what is known of it as a whole. */
interface Run {
  readonly startedAt: Date;
  readonly host: string;
  readonly durationMs: number;
  readonly url: string;
  readonly properties: Readonly<Record<string, string>>;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

export function junitReport(outcome: Outcome, startedAt: Date, host: string): string {
  const servers = outcome.check.servers.map((server) => ({
    name: serverName(server),
    cases: casesOf(server, outcome),
  }));
  const { durationMs, check, mechanism, judgement } = outcome;
  const headline = check.headline === null ? {} : { headline: check.headline.title };
  const properties = { mechanism, result: judgement, ...headline };
  const run = { startedAt, host, durationMs, url: check.url, properties };
  return reportOf(verdictCases(outcome), servers, run);
}

/** Of a run that found out nothing, or has not ended yet: an error, so that no earlier report is taken for that of this run. */
export function junitWithoutResult(reason: string, startedAt: Date, host: string): string {
  const element: Element = { kind: 'error', type: 'no-result', message: reason, text: '' };
  const run = { startedAt, host, durationMs: 0, url: '', properties: {} };
  return reportOf([{ ...VERDICT, element }], [], run);
}

function reportOf(
  verdicts: readonly Case[],
  servers: readonly Suite[],
  { startedAt, host, durationMs, url, properties }: Run,
): string {
  const suites = [{ name: 'verdict', cases: verdicts }, ...servers];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap(({ name, cases }, id) => {
      const number = (kind: Element['kind']): number =>
        cases.filter(({ element }) => element?.kind === kind).length;
      const time = id === 0 ? seconds(durationMs) : '0';
      // Readers add up the times of the cases.
      const timeOf = (index: number): string => (index === 0 ? time : '0');
      const attributes = {
        id,
        package: 'havedane',
        name,
        timestamp: startedAt.toISOString().slice(0, 19),
        hostname: host,
        tests: cases.length,
        failures: number('failure'),
        errors: number('error'),
        skipped: number('skipped'),
        time,
      };
      return [
        `  <testsuite${attributesOf(attributes)}>`,
        ...propertyLines(id === 0 ? properties : {}),
        ...cases.flatMap((each, index) => caseLines(each, timeOf(index))),
        id === 0 ? `    <system-out>${escaped(url)}</system-out>` : '    <system-out/>',
        '    <system-err/>',
        '  </testsuite>',
      ];
    }),
    '</testsuites>',
    '',
  ].join('\n');
}

function propertyLines(properties: Run['properties']): string[] {
  const lines = Object.entries(properties).map(
    ([name, value]) => `      <property${attributesOf({ name, value })}/>`,
  );
  return lines.length === 0 ? ['    <properties/>'] : ['    <properties>', ...lines, '    </properties>'];
}

const VERDICT = { name: 'verdict', classname: 'havedane.verdict' };

/**
 * One for each mechanism that the run answers for, always there, so that a run without a server is no pass; and one that is skipped
 * for what else was seen.
 */
function verdictCases(outcome: Outcome): Case[] {
  const { check, mechanism: tested } = outcome;
  return MECHANISMS.flatMap((mechanism) => {
    const name = mechanism === 'dane' ? VERDICT.name : `${VERDICT.name}: ${NAMES[mechanism]}`;
    const verdict = verdictOn(mechanism, check);
    const isTested = mechanismsOf(tested).includes(mechanism);
    if (verdict === null && !isTested) return [];
    const explanation = mechanism === 'dane' ? [check.verdict.explanation] : [];
    const text = [...explanation, ...doubtsOn(mechanism, check)].join(' ');
    const words = { type: verdict?.code ?? 'nothing-yet', message: titleOn(mechanism, check), text };
    const element = isTested ? verdictElement(outcome, judgementOn(mechanism, check, outcome), words) : null;
    return { ...VERDICT, name, element: isTested ? element : { kind: 'skipped', ...words } };
  });
}

function verdictElement(
  { isInterrupted }: Outcome,
  judgement: Judgement,
  words: Omit<Element, 'kind'>,
): Element | null {
  if (isInterrupted) return { kind: 'error', ...words, message: 'interrupted' };
  switch (judgement) {
    case 'met':
      return null;
    case 'missed':
      return { kind: 'failure', ...words };
    case 'likely':
    case 'open':
      return { kind: 'error', ...words };
  }
}

function casesOf(server: FollowedServer, { check, mailed, allow, mechanism }: Outcome): Case[] {
  const classname = `havedane.${uniqueName(server, check)}`;
  return check.scenarios
    .filter(({ id }) => mailed.has(id))
    .map(({ id, title }) => {
      const result = server.results.find(({ scenario }) => scenario === id);
      const element = result === undefined ? NOT_TESTED : elementOf(result, allow, mechanism);
      return { name: `${id}: ${title}`, classname, element };
    });
}

/** Of cases with the same names, readers such as GitLab show one: several servers may have one label. */
function uniqueName({ label, address }: FollowedServer, { servers }: FollowedCheck): string {
  if (label === null) return address;
  return servers.some((other) => other.label === label && other.address !== address)
    ? `${label} (${address})`
    : label;
}

const NOT_TESTED: Element = { kind: 'skipped', type: 'not-tested', message: 'not tested', text: '' };

function elementOf(result: FollowedResult, allow: readonly string[], tested: Tested): Element | null {
  const words = { type: result.finding, message: result.text, text: `${result.text} ${result.rfc}` };
  if (isFailure(result, tested))
    return { kind: allow.includes(result.scenario) ? 'skipped' : 'failure', ...words };
  // Whatever is not required fails nothing, and what is open shows nothing.
  return result.conclusion === 'fail' || result.conclusion === 'waiting'
    ? { kind: 'skipped', ...words }
    : null;
}

function caseLines({ name, classname, element }: Case, time: string): string[] {
  const open = `    <testcase${attributesOf({ name, classname, time })}`;
  if (element === null) return [`${open}/>`];
  const { kind, type, message, text } = element;
  const inner = `<${kind}${attributesOf({ message, type })}>${escaped(text)}</${kind}>`;
  return [`${open}>`, `      ${inner}`, '    </testcase>'];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

/** XML 1.0 §2.2 has no room for most controls, however they are written. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return harmless(text, { as: 'escaped' }).replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
