/** What the store keeps of the mail to whoever runs the instance, until it is forwarded, read or evaluated. */

/** `tls-report`: it was sent to the mailbox for TLS reports, and has to be looked at first. */
export type OperatorMailPurpose = 'mail' | 'tls-report';

export interface NewOperatorMessage {
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly clientAddress: string;
  /** What the client called itself. */
  readonly clientName: string | null;
  /** Null: it came in clear text. */
  readonly tlsVersion: string | null;
  /** The envelope; '' is the null sender. */
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  readonly purpose: OperatorMailPurpose;
  /** As it was received (RFC 5322). */
  readonly content: Uint8Array;
}

export interface OperatorMailLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
}

/**
 * `full`: so many messages that nobody has read are kept that there is no room. `client-full`: one client (an IPv4
 * address or an IPv6 /64) may fill a tenth of it with what nobody has read, and a network (IPv4 /24, IPv6 /56 and /48) three
 * tenths, and has.
 */
export type MailboxRoom = 'accepted' | 'full' | 'client-full';

export interface OperatorMessage extends NewOperatorMessage {
  readonly id: number;
  readonly readAt: number | null;
  /** How often it was taken up, by `takeDue`. */
  readonly attempts: number;
  /** How often it was taken up without an end being noted since, this time included: it may be what ended its process. */
  readonly unfinished: number;
  /** When it is taken up next; null: never by itself. */
  readonly dueAt: number | null;
  /** Why it is still here: a sentence for the operator. */
  readonly problem: string | null;
}

/** A message in a list: the beginning of its content, which holds the header. */
export interface OperatorMessageSummary extends Omit<OperatorMessage, 'content'> {
  readonly size: number;
  readonly head: Uint8Array;
}

export interface OperatorMailTotals {
  readonly messages: number;
  readonly unread: number;
  readonly bytes: number;
}

export interface OperatorMailRepository {
  /** Whether a message of so many octets would be kept. The answer is only an expectation: `keep` decides. */
  room(clientAddress: string, size: number, limits: OperatorMailLimits): Promise<MailboxRoom>;
  /**
   * Resolves to `room` only when the message is committed and would survive a power cut. Read messages go for it when
   * there is no room otherwise, the oldest first; those that nobody has read never do.
   */
  keep(message: NewOperatorMessage, limits: OperatorMailLimits): Promise<MailboxRoom>;
  /** The oldest first. */
  list(): Promise<OperatorMessageSummary[]>;
  find(id: number): Promise<OperatorMessage | null>;
  markRead(id: number, now: number): Promise<void>;
  /** Answers how many there were. */
  delete(ids: readonly number[]): Promise<number>;
  /**
   * The oldest message that is due, counted as taken up and due again at `dueAgainAt`: should its process die, it is
   * taken up again then, and no other process takes it up meanwhile. Null when none is due.
   *
   * @param purposes which kinds to look at
   * @param exceptClients whose messages are passed over, as `clientKey` names them
   */
  takeDue(
    purposes: readonly OperatorMailPurpose[],
    now: number,
    dueAgainAt: number,
    exceptClients?: readonly string[],
  ): Promise<OperatorMessage | null>;
  /** What became of a message that was taken up and stays. Counts as its end, unless `unfinished` says otherwise. */
  settle(
    id: number,
    outcome: Partial<Pick<OperatorMessage, 'dueAt' | 'problem' | 'purpose' | 'attempts' | 'unfinished'>>,
  ): Promise<void>;
  totals(): Promise<OperatorMailTotals>;
}
