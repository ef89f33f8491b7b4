/** Prints a run: what was sent, what the sender's log says, what the product saw and what it concluded. */
import type { ObservationBody, VerdictBody } from '#contracts';

import { RECEIVER_ADDRESS, RECEIVER_PORT } from './lab-addresses.js';
import { parseAttempt } from './postfix-log.js';
import type { SenderLogLine, SenderRun } from './run-sender.js';
import { SECTION_MARGIN, WIDTH, cut, paint, print, printSection, wrap } from './terminal.js';

const TEXT_WIDTH = WIDTH - SECTION_MARGIN;
const SCENARIO_WIDTH = 7;

export function printRun(run: SenderRun): void {
  const { sender, message, log, check } = run;
  const { title, address, parameters } = sender.profile;
  print(paint('bold', `── ${title} `.padEnd(WIDTH - address.length - 1, '─') + ` ${address}`));
  print();
  printSection(
    'main.cf',
    Object.entries(parameters).map(([name, value]) => `${name} = ${value}`),
  );
  printSection('sent', [`one message, queue id ${message.queueId}, to`, ...message.recipients]);
  printSection('its log', log.length === 0 ? ['(nothing about these hosts)'] : log.map(logLine));
  printSection('observed', check.observations.map(observationLine(message.queuedAt)));
  printSection('concluded', verdictLines(check.verdict));
  printSection('times', timeLines(run));
  print(expectationLine(run));
  print();
}

function logLine({ scenario, ...line }: SenderLogLine): string {
  const attempt = parseAttempt(line);
  const text =
    attempt === undefined
      ? // The host is in the margin already.
        line.text.replaceAll(/\S+?\[[\d.]+\]:\d+/g, `${RECEIVER_ADDRESS}:${RECEIVER_PORT}`)
      : `status=${attempt.status} (${attempt.reason})`;
  const shown = cut(text, TEXT_WIDTH - SCENARIO_WIDTH);
  return `${scenario.padEnd(SCENARIO_WIDTH)}${attempt?.status === 'deferred' ? paint('yellow', shown) : shown}`;
}

function observationLine(since: number): (observation: ObservationBody) => string {
  return ({ at, scenario, kind, attribution, tls, detail }) => {
    const after = `+${Date.parse(at) - since} ms`.padStart(9);
    const head = `${after}  ${scenario.padEnd(SCENARIO_WIDTH)}${kind.padEnd(16)}`;
    const facts = [tls === null ? 'no TLS' : tls.version, attribution, detail].join(', ');
    const shown = cut(facts, TEXT_WIDTH - head.length);
    return `${head}${kind === 'refused' ? paint('yellow', shown) : shown}`;
  };
}

function verdictLines({ outcome, title, explanation }: VerdictBody): string[] {
  return [paint('bold', `${outcome}: ${title}`), ...wrap(explanation, TEXT_WIDTH)];
}

function timeLines({ check, message, receivedAt }: SenderRun): string[] {
  const decisive = check.observations.filter(({ scenario }) => scenario === 'wrong').at(0);
  if (decisive === undefined) return ['nothing was seen at the host with broken DANE'];
  const at = Date.parse(decisive.at);
  const pushed = receivedAt.get(decisive.id);
  return [
    `${at - message.queuedAt} ms from the queue to “${decisive.kind}” at wrong` +
      (pushed === undefined ? '' : `, ${pushed - at} ms from there to a browser`),
  ];
}

function expectationLine({ asExpected, check, sender }: SenderRun): string {
  return asExpected
    ? paint('green', `  ✔ ${check.verdict.outcome}, as expected`)
    : paint('red', `  ✘ ${check.verdict.outcome}, but ${sender.profile.expected} was expected`);
}
