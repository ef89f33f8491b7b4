/** A real mail server that sends, whatever its program. */
import type { SenderName, SenderProfile } from './sender-profiles.js';

export interface Message {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  /** Bytes of the body; a short line unless given. */
  readonly bodyBytes?: number;
}

export interface SentMessage {
  readonly queueId: string;
  readonly messageId: string;
  readonly recipients: readonly string[];
  /** When the server had taken the message (milliseconds since the epoch). */
  readonly queuedAt: number;
}

export interface LogLine {
  readonly time: string;
  /** Postfix's daemon: `smtp`, `qmgr`, …; that of Exim is `smtp`. */
  readonly service: string;
  readonly text: string;
}

/** One attempt to deliver a message to one recipient. */
export interface DeliveryAttempt {
  readonly queueId: string;
  readonly recipient: string;
  readonly status: 'sent' | 'deferred' | 'bounced' | (string & {});
  readonly reason: string;
}

export interface Sender {
  readonly name: SenderName;
  readonly profile: SenderProfile;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Hands a message to the server as a local user would. */
  send(message: Message): Promise<SentMessage>;
  log(): Promise<readonly LogLine[]>;
  /** Waits for the first attempt at every recipient of the message; in the order of the recipients. */
  attempts(message: SentMessage): Promise<DeliveryAttempt[]>;
  /** The recipients that the message is still queued for. */
  queued(message: SentMessage): Promise<string[]>;
  /** Tries again now whatever is queued. */
  flush(): Promise<void>;
  /** Deletes whatever is queued. */
  emptyQueue(): Promise<void>;
  /** Commands for a person, by what they do. */
  commands(): Readonly<Record<'send' | 'log' | 'queue' | 'retry' | 'change', string>>;
}

/** Lines of a length that every server takes. */
export function bodyOf({ bodyBytes }: Pick<Message, 'bodyBytes'>): string {
  const line = 'A message of the lab.\n';
  return line.repeat(Math.max(1, Math.ceil((bodyBytes ?? 0) / line.length)));
}

/** The first attempt at each recipient, once all were tried. */
export function firstAttempts<Attempt extends DeliveryAttempt>(
  made: readonly Attempt[],
  { queueId, recipients }: SentMessage,
): Attempt[] | undefined {
  const first = recipients.flatMap(
    (to) => made.find((attempt) => attempt.queueId === queueId && attempt.recipient === to) ?? [],
  );
  return first.length === recipients.length ? first : undefined;
}
