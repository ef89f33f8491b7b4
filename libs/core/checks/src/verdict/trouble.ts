/**
 * Sessions that ended without proof: what they show, and how far that goes. A client that dislikes our certificate may
 * complete the handshake first, or send an alert that names the reason (RFC 8446 §6.2): either is a refusal. Some, such as
 * TLS 1.3 clients on Node, close the connection within the handshake and say nothing: it looks the same when their network or
 * their program fails, so one such session is no proof.
 */
import { isSilentRefusal } from '../session-outcome.js';

import { type Facts, type Seen, whoOf } from './facts.js';
import { listed } from './list-format.js';
import type { SeenObservation } from './verdict.js';

/**
 * - `none`: no such session.
 * - `broke-off`: the client closed within the handshake, soon after our certificate had left, without an alert.
 * - `tls-failed`: the handshake failed in another way.
 * - `lost`: the connection broke.
 * - `left`: the client accepted our certificate and left before it had sent a message.
 * - `rejected`: we answered a command with an error.
 */
export type Trouble = 'none' | 'broke-off' | 'tls-failed' | 'lost' | 'left' | 'rejected';

/** What the last of these sessions was, where several were seen. */
export function troubleOf({ troubles }: Pick<Seen, 'troubles'>): Trouble {
  const last = troubles.at(-1);
  return last === undefined ? 'none' : kindOf(last);
}

/** That such sessions were seen at a host (“there”), and what they prove; empty where there were none. */
export function troubleSentence(seen: Seen, facts: Pick<Facts, 'label'>): string {
  const trouble = troubleOf(seen);
  const last = seen.troubles.filter((each) => kindOf(each) === trouble);
  const clients = listed(whoOf(facts, last));
  switch (trouble) {
    case 'none':
      return '';
    case 'broke-off':
      return `${clients} connected there and closed the connection during TLS, without an alert: probably a refusal, but not proof.`;
    case 'tls-failed':
      return `${clients} connected there, but TLS failed: the timeline says how.`;
    case 'lost':
      return `${clients} connected there, but the connection was lost.`;
    case 'left':
      return `${clients} connected there and left before sending a message.`;
    case 'rejected':
      return `${clients} connected there, but no message was accepted${replyWords(last)}.`;
  }
}

function replyWords(seen: readonly SeenObservation[]): string {
  const reply = seen.at(-1)?.evidence?.reply ?? null;
  return reply === null ? ': the timeline says why' : `: our first error reply was “${reply}”`;
}

function kindOf(seen: SeenObservation): Exclude<Trouble, 'none'> {
  switch (seen.kind) {
    case 'left':
    case 'lost':
    case 'rejected':
      return seen.kind;
    case 'dns-query':
    case 'tls-established':
    case 'delivered':
    case 'refused':
    case 'tls-failed':
      return isSilentRefusal(seen) ? 'broke-off' : 'tls-failed';
  }
}
