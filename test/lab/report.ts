/** Prints a run: what was sent, what the sender's log says, what the product saw and what it concluded. */
import type { CheckBody, ObservationBody } from '#contracts';

import { seenAt } from '../support/seen-at.js';

import { parseAttempt } from './postfix-log.js';
import type { SenderLogLine, SenderRun } from './run-sender.js';
import { SECTION_MARGIN, WIDTH, paint, print, printSection, wrap } from './terminal.js';

const TEXT_WIDTH = WIDTH - SECTION_MARGIN;
const SCENARIO_WIDTH = 9;

export function printRun(run: SenderRun): void {
  const { sender, message, log, check } = run;
  const { title, address, parameters, policies, program } = sender.profile;
  print(paint('bold', `── ${title} `.padEnd(WIDTH - address.length - 1, '─') + ` ${address}`));
  print();
  printSection(program === 'postfix' ? 'main.cf' : 'exim.conf', [
    ...Object.entries(parameters).map(([name, value]) => `${name} = ${value}`),
    ...(policies === undefined ? [] : [`smtp_tls_policy_maps: ${policies}`]),
  ]);
  printSection('sent', [`one message, queue id ${message.queueId}, to`, ...message.recipients]);
  printSection('its log', log.length === 0 ? ['(nothing about these hosts)'] : log.flatMap(logLines));
  printSection('observed', byTime(check.observations).flatMap(observationLines(message.queuedAt)));
  printSection('concluded', [
    ...verdictLines(check),
    ...(check.mtaSts === null ? [] : wrap(check.mtaSts.title, TEXT_WIDTH)),
  ]);
  printSection('times', timeLines(run));
  print(expectationLine(run));
  print();
}

function logLines({ scenario, ...line }: SenderLogLine): string[] {
  const attempt = parseAttempt(line);
  const text = attempt === undefined ? shortened(line.text) : `status=${attempt.status} (${attempt.reason})`;
  return wrap(text, TEXT_WIDTH - SCENARIO_WIDTH).map((part, index) => {
    const margin = (index === 0 ? scenario : '').padEnd(SCENARIO_WIDTH);
    return margin + (attempt?.status === 'deferred' ? paint('yellow', part) : part);
  });
}

/** The host is in the margin already, and the cipher in the product's evidence. */
function shortened(text: string): string {
  return text.replace(/\S+?\[[\d.]+\](:\d+)/, '…$1').replace(/ with cipher .*/, '');
}

function observationLines(since: number): (observation: ObservationBody) => string[] {
  return ({ at, scenario, kind, attribution, tls, query, detail }) => {
    const after = `${signed(Date.parse(at) - since)} ms`.padStart(9);
    const start = `${after}  ${scenario.padEnd(SCENARIO_WIDTH)}${kind.padEnd(16)}`;
    if (query !== null) return [`${start} ${query.type} ${query.name}${query.dnssecOk ? ', DO' : ''}`];
    const head = `${start} ${tls?.version ?? 'no TLS'}, ${attribution}`;
    const margin = ' '.repeat(after.length + 2 + SCENARIO_WIDTH);
    return [
      kind === 'refused' ? paint('yellow', head) : head,
      ...wrap(detail, TEXT_WIDTH - margin.length).map((line) => paint('dim', margin + line)),
    ];
  };
}

/** A server looks up hosts before the command that handed it the message has ended. */
function signed(milliseconds: number): string {
  return milliseconds < 0 ? String(milliseconds) : `+${milliseconds}`;
}

function byTime(observations: readonly ObservationBody[]): ObservationBody[] {
  return [...observations].sort((a, b) => a.at.localeCompare(b.at) || a.id - b.id);
}

function verdictLines({ verdict, headline }: CheckBody): string[] {
  return [paint('bold', `${verdict.outcome}: ${headline.title}`), ...wrap(verdict.explanation, TEXT_WIDTH)];
}

function timeLines({ check, message, receivedAt }: SenderRun): string[] {
  const decisive = seenAt(check, 'wrong')[0];
  if (decisive === undefined) return ['nothing was seen at the host with broken DANE'];
  const at = Date.parse(decisive.at);
  const pushed = receivedAt.get(decisive.id);
  return [
    `${at - message.queuedAt} ms from the queue to “${decisive.kind}” at wrong` +
      (pushed === undefined ? '' : `, ${pushed - at} ms from there to a browser`),
  ];
}

function expectationLine({ asExpected, check, expected, protection }: SenderRun): string {
  const said = [
    check.verdict.outcome,
    ...(protection === null ? [] : [check.mtaSts?.protection ?? 'unknown']),
  ];
  const wanted = [expected, ...(protection === null ? [] : [protection])];
  return asExpected
    ? paint('green', `  ✔ ${said.join(', ')}, as expected`)
    : paint('red', `  ✘ ${said.join(', ')}, but ${wanted.join(', ')} was expected`);
}
