/** The SMTP replies for what the services decide (RFC 5321 §4.2, RFC 3463). The only place where they meet. */
import type { Exhausted } from '#limits';

import type { MessageOutcome } from '../messages/messages.service.js';
import type { RecipientDecision } from '../recipients/recipients.service.js';

export interface Reply {
  readonly code: number;
  /** Begins with the enhanced status code. */
  readonly text: string;
}

const STORE_FAILING: Reply = { code: 451, text: '4.3.0 Cannot record this now, please try again later' };

const MAILBOX_FULL: Reply = {
  code: 452,
  text: "4.3.1 The operator's mailbox is full, please try again later",
};
const CLIENT_SHARE_FULL: Reply = {
  code: 452,
  text: '4.2.2 The operator has not read your earlier messages yet, please try again later',
};

export function recipientReply(decision: RecipientDecision): Reply {
  switch (decision) {
    case 'accepted':
      return { code: 250, text: '2.1.5 OK' };
    case 'unknown':
      return { code: 550, text: '5.1.1 No such address, or its check has expired' };
    case 'foreign':
      return { code: 550, text: '5.7.1 Not an address of this server; relaying denied' };
    case 'full':
      return MAILBOX_FULL;
    case 'client-full':
      return CLIENT_SHARE_FULL;
    case 'store-failing':
      return STORE_FAILING;
    case 'elsewhere':
      return { code: 451, text: '4.4.4 That host has another address, please look it up again' };
    case 'deferred':
      return { code: 451, text: '4.7.1 This host defers the first attempt, please try again later' };
    case 'tls-required':
      return { code: 530, text: '5.7.0 Must issue a STARTTLS command first' };
  }
}

/** @param links of the pages of the checks that the message was for; empty where there are none */
export function messageReply(outcome: MessageOutcome, sessionId: string, links: string): Reply {
  switch (outcome) {
    case 'stored':
      return {
        code: 250,
        text: `2.0.0 Recorded${links === '' ? '' : `, see ${links}`} (session ${sessionId})`,
      };
    case 'too-large':
    case 'endless':
      return { code: 552, text: '5.3.4 Message too large for this server' };
    case 'no-check':
      return { code: 550, text: '5.1.1 The check has expired' };
    case 'busy':
      return { code: 452, text: '4.3.1 Too many messages right now, please try again later' };
    case 'full':
      return MAILBOX_FULL;
    case 'client-full':
      return CLIENT_SHARE_FULL;
    case 'store-failing':
      return STORE_FAILING;
    case 'broken-off':
      return { code: 451, text: '4.4.2 The message did not arrive in full' };
  }
}

export function refusedConnectionReply(exhausted: Exhausted): Reply {
  switch (exhausted) {
    case 'total':
      return { code: 421, text: '4.7.0 Too many connections, please try again later' };
    case 'client':
      return { code: 421, text: '4.7.0 Too many connections from your address' };
    case 'network':
      return { code: 421, text: '4.7.0 Too many connections from your network, please try again later' };
  }
}

/** RFC 3207 §4. */
export const TLS_DEFERRED: Reply = { code: 454, text: '4.7.0 TLS not available due to temporary reason' };
export const TOO_MANY_COMMANDS: Reply = { code: 421, text: '4.7.0 Too many commands in one session' };
export const SESSION_TOO_LONG: Reply = { code: 421, text: '4.4.2 The session has lasted too long' };
export const SHUTTING_DOWN: Reply = { code: 421, text: '4.3.2 Shutting down, please try again later' };

/** The form in which smtp-server takes a reply from a hook. */
export class ReplyError extends Error {
  readonly responseCode: number;

  constructor({ code, text }: Reply) {
    super(text);
    this.responseCode = code;
  }
}
