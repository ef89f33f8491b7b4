import type { Readable } from 'node:stream';

import { logStoreError } from '#store';

import type { Bandwidth } from '../limits/bandwidth.js';
import type { ReceiverLog } from '../limits/receiver-log.js';
import type { KeptContent } from '../operator/kept-content.js';
import type { KeepOutcome, OperatorMailbox } from '../operator/operator-mailbox.js';
import type { RecipientsService } from '../recipients/recipients.service.js';
import type { Delivery, SessionRecorder } from '../session/session-recorder.js';
import type { Session } from '../session/session.js';
import type { MessageHeader } from './message-header.js';
import { readMessage } from './message-reader.js';

/** What becomes of a message at its final dot, or before it. */
export type MessageOutcome =
  /** Committed for at least one recipient. */
  | 'stored'
  | 'too-large'
  /** Larger still: not worth waiting for its end. */
  | 'endless'
  /** Every check that it was for has expired since RCPT. */
  | 'no-check'
  /** It is for the operator as well, whose mailbox has no room for it now: nothing of it was recorded. */
  | Exclude<KeepOutcome, 'accepted'>
  | 'broken-off';

/** What of a message is for the operator. */
interface OperatorPart {
  readonly kept: KeptContent;
  readonly recipients: readonly string[];
}

/** A client that overlooks our SIZE gets its 552 after the final dot, unless that is this far away. */
const ENDLESS_FACTOR = 16;
const ENDLESS_BYTES = 16_777_216;

export class MessagesService {
  constructor(
    private readonly maxBytes: number,
    private readonly bandwidth: Bandwidth,
    private readonly recipients: RecipientsService,
    private readonly recorder: SessionRecorder,
    private readonly mailbox: OperatorMailbox,
    private readonly log: ReceiverLog,
  ) {}

  async receive(stream: Readable, addresses: readonly string[], session: Session): Promise<MessageOutcome> {
    const forOperator = addresses.filter((address) => this.recipients.parse(address).kind === 'operator');
    if (forOperator.length === 0) return this.read(stream, addresses, session);
    const kept = this.mailbox.open(session);
    try {
      return await this.read(stream, addresses, session, { kept, recipients: forOperator });
    } finally {
      kept.release();
    }
  }

  private async read(
    stream: Readable,
    addresses: readonly string[],
    session: Session,
    operator?: OperatorPart,
  ): Promise<MessageOutcome> {
    session.messageBytes = 0;
    const endless = Math.min(this.maxBytes * ENDLESS_FACTOR, this.maxBytes + ENDLESS_BYTES);
    const reading = readMessage(stream, endless, (chunk, size) => {
      session.messageBytes = size;
      operator?.kept.add(chunk);
      return this.bandwidth.take(session.clientAddress, chunk.length);
    });
    session.reading = reading;
    const message = await reading;
    if (message.kind !== 'complete') return message.kind;
    if (message.size > this.maxBytes) return 'too-large';
    const { messageId, queuedAt } = message.header;
    const header = { messageId, queuedAt: session.connectedFor(queuedAt) };
    const deliveries = this.deliveriesOf(addresses, { header, size: message.size });
    return session.inOrder(() => this.store(deliveries, session, operator));
  }

  private deliveriesOf(
    addresses: readonly string[],
    { header, size }: Pick<Delivery, 'size'> & { readonly header: MessageHeader },
  ): Delivery[] {
    return addresses.flatMap((address) => {
      const recipient = this.recipients.parse(address);
      if (recipient.kind !== 'check') return [];
      const { token, scenario } = recipient;
      return [{ token, scenario, recipient: address, ...header, size }];
    });
  }

  private async store(
    deliveries: readonly Delivery[],
    session: Session,
    operator?: OperatorPart,
  ): Promise<MessageOutcome> {
    // First: no check may say "delivered" of a message that is answered with 452 and comes again.
    if (operator !== undefined) {
      const outcome = await this.mailbox.keep(operator.kept, operator.recipients, session);
      if (outcome !== 'accepted') return outcome;
    }
    const results = await this.recorder.delivered(session, deliveries);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      logStoreError(this.log.states, failed.reason as unknown, 'a delivery could not be stored', {
        session: session.id,
      });
      return 'store-failing';
    }
    const isGone = results.every((result) => result.status === 'fulfilled' && result.value === 'no-check');
    if (results.length > 0 && isGone && operator === undefined) return 'no-check';
    session.accepted += 1;
    this.log.logger.debug({ session: session.id, tokens: deliveries.map(({ token }) => token) }, 'delivered');
    return 'stored';
  }
}
