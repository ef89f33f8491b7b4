/** Reads Postfix's own log. */

export interface LogLine {
  /** As logged, to the second: `Nov 22 11:32:41`. */
  readonly time: string;
  /** The Postfix daemon: `smtp`, `qmgr`, … */
  readonly service: string;
  readonly pid: number;
  readonly text: string;
}

/** One attempt to deliver a message to one recipient. */
export interface DeliveryAttempt {
  readonly queueId: string;
  readonly recipient: string;
  /** `HOST[ADDRESS]:PORT`, or `none` when no session got that far. */
  readonly relay: string;
  readonly dsn: string;
  readonly status: string;
  readonly reason: string;
}

const LINE = /^(\w{3} [ \d]\d [\d:]{8}) \S+ postfix\/([\w-]+)\[(\d+)\]: (.*)$/;
const ATTEMPT =
  /^(\w+): to=<([^>]*)>,(?: orig_to=<[^>]*>,)? relay=([^,]*),.* dsn=([^,]*), status=(\w+) \((.*)\)$/;

export function parseLog(log: string): LogLine[] {
  return log.split('\n').flatMap((line) => {
    const [, time, service, pid, text] = LINE.exec(line) ?? [];
    if (time === undefined || service === undefined || pid === undefined || text === undefined) return [];
    return [{ time, service, pid: Number(pid), text }];
  });
}

export function parseAttempt(line: LogLine): DeliveryAttempt | undefined {
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
