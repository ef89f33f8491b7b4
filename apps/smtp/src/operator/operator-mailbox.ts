import { TLS_REPORTS_MAILBOX } from '#checks';
import type { Logger } from '#logging';
import type { MailboxRoom, OperatorMailLimits, Store } from '#store';

import { printable } from '../session/printable.js';
import type { Session } from '../session/session.js';
import { ContentBudget, KeptContent } from './kept-content.js';

/** Beyond what an address may have (RFC 5321 §4.5.3.1). */
const MAX_TEXT = 320;
/** At the same time, of all clients. */
const BUDGET_BYTES = 33_554_432;

/** `busy`: too many such messages arrive at once. */
export type KeepOutcome = MailboxRoom | 'busy' | 'store-failing';

/** The mailbox of whoever runs the instance. */
export class OperatorMailbox {
  private readonly budget: ContentBudget;

  constructor(
    private readonly limits: OperatorMailLimits,
    private readonly maxMessageBytes: number,
    private readonly store: Pick<Store, 'operatorMail'>,
    private readonly logger: Logger,
  ) {
    this.budget = new ContentBudget(Math.max(BUDGET_BYTES, maxMessageBytes));
  }

  /** Asked at RCPT: a message that is for a check as well need not wait for a full mailbox. */
  async room({ id, clientAddress }: Session): Promise<MailboxRoom | 'store-failing'> {
    try {
      return this.warned(
        await this.store.operatorMail.room(clientAddress, 1, this.limits),
        id,
        clientAddress,
      );
    } catch (err) {
      this.logger.error({ session: id, err }, 'the store could not be asked about the mailbox');
      return 'store-failing';
    }
  }

  /** For the octets of one message. */
  open(): KeptContent {
    return new KeptContent(this.budget, this.maxMessageBytes);
  }

  /** Resolves to `room` when the message is committed. */
  async keep(kept: KeptContent, recipients: readonly string[], session: Session): Promise<KeepOutcome> {
    const { content } = kept;
    if (content === null) return 'busy';
    const isTlsReport = recipients.some((address) =>
      address.toLowerCase().startsWith(`${TLS_REPORTS_MAILBOX}@`),
    );
    try {
      const room = await this.store.operatorMail.keep(
        {
          receivedAt: Date.now(),
          clientAddress: session.clientAddress,
          clientName: session.clientName === null ? null : printable(session.clientName, MAX_TEXT),
          tlsVersion: session.tls?.version ?? null,
          mailFrom: printable(session.mailFrom ?? '', MAX_TEXT),
          recipients: recipients.map((address) => printable(address, MAX_TEXT)),
          purpose: isTlsReport ? 'tls-report' : 'mail',
          content,
        },
        this.limits,
      );
      if (room === 'room') this.logger.info({ session: session.id, recipients }, 'mail to the operator kept');
      return this.warned(room, session.id, session.clientAddress);
    } catch (err) {
      this.logger.error({ session: session.id, err }, 'mail to the operator could not be stored');
      return 'store-failing';
    }
  }

  private warned(room: MailboxRoom, session: string, client: string): MailboxRoom {
    if (room === 'full')
      this.logger.warn({ session }, 'the mailbox of the operator is full: read or delete some');
    if (room === 'client-full')
      this.logger.warn({ session, client }, "a client's share of the mailbox is full");
    return room;
  }
}
