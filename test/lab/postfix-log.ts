/** Reads Postfix's own log. */
import type { DeliveryAttempt, LogLine } from './sender.js';

export interface PostfixAttempt extends DeliveryAttempt {
  /** `HOST[ADDRESS]:PORT`, or `none` when no session got that far. */
  readonly relay: string;
  readonly dsn: string;
}

export interface PostfixLogLine extends LogLine {
  readonly pid: number;
}

const LINE = /^(\w{3} [ \d]\d [\d:]{8}) \S+ postfix\/([\w-]+)\[(\d+)\]: (.*)$/;
const ATTEMPT =
  /^(\w+): to=<([^>]*)>,(?: orig_to=<[^>]*>,)? relay=([^,]*),.* dsn=([^,]*), status=(\w+) \((.*)\)$/;

export function parseLog(log: string): PostfixLogLine[] {
  return log.split('\n').flatMap((line) => {
    const [, time, service, pid, text] = LINE.exec(line) ?? [];
    if (time === undefined || service === undefined || pid === undefined || text === undefined) return [];
    return [{ time, service, pid: Number(pid), text }];
  });
}

export function parseAttempt(line: LogLine): PostfixAttempt | undefined {
  const [, queueId, recipient, relay, dsn, status, reason] = ATTEMPT.exec(line.text) ?? [];
  if (queueId === undefined || recipient === undefined || relay === undefined) return undefined;
  if (dsn === undefined || status === undefined || reason === undefined) return undefined;
  return { queueId, recipient, relay, dsn, status, reason };
}

/** The queue id of the message with that Message-ID, once cleanup has it. */
export function findQueueId(lines: readonly LogLine[], messageId: string): string | undefined {
  return lines
    .find(({ service, text }) => service === 'cleanup' && text.endsWith(`: message-id=<${messageId}>`))
    ?.text.split(':')[0];
}
