/**
 * Sessions that ended without proof: what they show, and how far that goes. A client that dislikes our certificate may
 * complete the handshake first, or send an alert that names the reason (RFC 8446 §6.2): either is a refusal. Some, such as
 * TLS 1.3 clients on Node, close the connection within the handshake and say nothing: it looks the same when their network or
 * their program fails, so one such session is no proof.
 */
import { isSilentRefusal } from '../session-outcome.js';

import { type Facts, type Seen, whoOf } from './facts.js';
import type { HostKind, Message } from './message.js';
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

/** That such sessions were seen at a host of that kind, and what they prove; null where there were none. */
export function troubleMessage(seen: Seen, host: HostKind, facts: Pick<Facts, 'label'>): Message | null {
  const trouble = troubleOf(seen);
  if (trouble === 'none') return null;
  const last = seen.troubles.filter((each) => kindOf(each) === trouble);
  const reply = last.at(-1)?.evidence?.reply ?? null;
  return { code: 'trouble', facts: { who: whoOf(facts, last), trouble, reply, host } };
}

/** The last attempt at TLS that failed, at any host. */
export function failedTls({ byScenario }: Pick<Facts, 'byScenario'>): SeenObservation | undefined {
  return [...byScenario.values()]
    .flatMap(({ troubles }) => troubles.filter(({ kind }) => kind === 'tls-failed'))
    .sort((one, other) => one.at - other.at)
    .at(-1);
}

function kindOf(seen: SeenObservation): Exclude<Trouble, 'none'> {
  switch (seen.kind) {
    case 'left':
    case 'lost':
    case 'rejected':
      return seen.kind;
    case 'dns-query':
    case 'policy-fetch':
    case 'tls-established':
    case 'delivered':
    case 'refused':
    case 'tls-failed':
      return isSilentRefusal(seen) ? 'broke-off' : 'tls-failed';
  }
}
