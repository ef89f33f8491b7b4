/** Reads Exim's main log (specification, chapter 53). */
import type { DeliveryAttempt, LogLine } from './sender.js';

const LINE = /^(\d{4}-\d\d-\d\d [\d:]{8}) (\w+-\w+-\w+ .*)$/;
/** The flag says what became of the recipient. */
const ATTEMPT = /^(\S+) (=>|->|==|\*\*) (\S+) (.*)$/;
const STATUS: Readonly<Record<string, DeliveryAttempt['status']>> = {
  '=>': 'sent',
  '->': 'sent',
  '==': 'deferred',
  '**': 'bounced',
};

export function parseEximLog(log: string): LogLine[] {
  return log.split('\n').flatMap((line) => {
    const [, time, text] = LINE.exec(line) ?? [];
    return time === undefined || text === undefined ? [] : [{ time, service: 'smtp', text }];
  });
}

export function parseEximAttempt({ text }: LogLine): DeliveryAttempt | undefined {
  const [, queueId, flag = '', recipient, reason] = ATTEMPT.exec(text) ?? [];
  const status = STATUS[flag];
  if (queueId === undefined || recipient === undefined || reason === undefined) return undefined;
  return status === undefined ? undefined : { queueId, recipient, status, reason };
}
