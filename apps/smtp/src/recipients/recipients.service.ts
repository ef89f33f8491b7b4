import { parseRecipient, type Recipient, tokenIn } from '#checks';
import { findScenario, listenerOf, needsOwnAddress } from '#scenarios';
import { logStoreError } from '#store';

import type { ReceiverLog } from '../limits/receiver-log.js';
import type { OperatorMailbox } from '../operator/operator-mailbox.js';
import type { Session } from '../session/session.js';
import { FirstSessions } from './first-sessions.js';
import type { LiveChecks } from './live-checks.js';

/** What becomes of a recipient at RCPT TO. */
export type RecipientDecision =
  | 'accepted'
  /** At our hosts, but no mailbox: an unknown or expired token, or another local part. */
  | 'unknown'
  /** Not ours: we never relay. */
  | 'foreign'
  /** The operator's mailbox, which has no room now, or none for this client. */
  | 'full'
  | 'client-full'
  | 'store-failing'
  /** Its host has another address than the one that the client connected to. */
  | 'elsewhere'
  /** Its host asks for a second attempt. */
  | 'deferred'
  | 'tls-required';

export class RecipientsService {
  private readonly firstSessions = new FirstSessions();

  constructor(
    private readonly domain: string,
    private readonly liveChecks: LiveChecks,
    private readonly mailbox: OperatorMailbox,
    private readonly log: ReceiverLog,
  ) {}

  /** Notes the recipient of every RCPT, also of one that is answered with an error before anybody asks us. */
  named(address: string, session: Session): void {
    const recipient = this.parse(address);
    if (recipient.kind === 'unknown-mailbox') return session.checkNamed(tokenIn(address, this.domain));
    if (recipient.kind !== 'check') return;
    const { token, scenario } = recipient;
    session.recipientNamed({ token, scenario, address });
  }

  async decide(address: string, session: Session): Promise<RecipientDecision> {
    const recipient = this.parse(address);
    switch (recipient.kind) {
      case 'foreign':
        return 'foreign';
      case 'unknown-mailbox':
        return 'unknown';
      case 'operator':
        return this.decideOperator(session);
      case 'check':
        return this.decideCheck(recipient, session);
    }
  }

  parse(address: string): Recipient {
    return parseRecipient(address, this.domain);
  }

  private async decideOperator(session: Session): Promise<RecipientDecision> {
    const room = await this.mailbox.room(session);
    return room === 'accepted' ? 'accepted' : room;
  }

  private async decideCheck(
    recipient: Extract<Recipient, { kind: 'check' }>,
    session: Session,
  ): Promise<RecipientDecision> {
    const { token } = recipient;
    try {
      if (!(await this.liveChecks.isLiveNow(token))) return 'unknown';
    } catch (err) {
      logStoreError(this.log.states, err, 'the store could not be asked about a recipient', {
        session: session.id,
        token,
      });
      return 'store-failing';
    }
    return this.decideByPlan(recipient, session);
  }

  /** What the table says of the host. */
  private decideByPlan(
    { token, scenario: id }: Extract<Recipient, { kind: 'check' }>,
    session: Session,
  ): RecipientDecision {
    const scenario = findScenario(id);
    if (scenario === undefined) return 'unknown';
    // A resolver may remember what the addresses were before the configuration changed: nothing follows for the host.
    const isHere = needsOwnAddress(scenario)
      ? session.ownScenario?.id === id
      : session.ownScenario === null && (!session.isAtFallback || scenario.fallback !== undefined);
    if (!isHere) return 'elsewhere';
    if (listenerOf(scenario).requiresTls && session.tls === null) return 'tls-required';
    const defers = scenario.replies === 'defer-first' && session.tls !== null;
    return defers && this.firstSessions.isFirst(`${token}.${id}`, session) ? 'deferred' : 'accepted';
  }
}
