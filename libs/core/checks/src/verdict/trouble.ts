/**
 * Sessions that ended without proof: what they tell, and how far that goes. A client that dislikes our certificate may
 * complete the handshake first, or send an alert that names the reason (RFC 8446 §6.2): either is a refusal. Some, such as
 * TLS 1.3 clients on Node, close the connection within the handshake and say nothing: it looks the same when their network or
 * their program fails, so it is no proof.
 */
import type { Observation } from '../observation.js';

import { clientsOf, type Seen } from './facts.js';
import { listed } from './list-format.js';

/**
 * - `none`: no such session.
 * - `broke-off`: the client closed within the handshake, soon after our certificate had left, without an alert.
 * - `tls-failed`: the handshake failed in another way.
 * - `rejected`: the session got further, and no message was accepted.
 */
export type Trouble = 'none' | 'broke-off' | 'tls-failed' | 'rejected';

/** Who judges a certificate does so at once; who leaves later may have waited for packets that never came. */
const JUDGED_WITHIN_MS = 10_000;

/** What the last of these sessions was, where several were seen. */
export function troubleOf({ troubles }: Seen): Trouble {
  const last = troubles.at(-1);
  return last === undefined ? 'none' : kindOf(last);
}

/** That such sessions were seen at a host (“there”), and what they prove; empty where there were none. */
export function troubleSentence(seen: Seen): string {
  const trouble = troubleOf(seen);
  const clients = listed(clientsOf(seen.troubles.filter((each) => kindOf(each) === trouble)));
  switch (trouble) {
    case 'none':
      return '';
    case 'broke-off':
      return `${clients} connected there and closed the connection during TLS, without an alert: probably a refusal, but not proof.`;
    case 'tls-failed':
      return `${clients} connected there, but TLS failed: the timeline says how.`;
    case 'rejected':
      return `${clients} connected there, but no message was accepted: the timeline says why.`;
  }
}

function kindOf({ kind, evidence }: Observation): Exclude<Trouble, 'none'> {
  if (kind !== 'tls-failed') return 'rejected';
  if (evidence === null) return 'tls-failed';
  const { end, alert, certificate, sinceCertificateMs } = evidence;
  const left = end === 'client-closed' || end === 'client-reset';
  const wasShown = certificate !== null && sinceCertificateMs !== null;
  return left && alert === null && wasShown && sinceCertificateMs <= JUDGED_WITHIN_MS
    ? 'broke-off'
    : 'tls-failed';
}
