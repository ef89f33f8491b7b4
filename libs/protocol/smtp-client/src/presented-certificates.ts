/** What one address presents to clients of each kind, without any judgement: for whoever changes certificates. */
import { because, type Why } from '#text';

import type { Dialer } from './dialer.js';
import type { Offer } from './handshake.js';
import { openSession, outcomeText, type SessionOptions, type SessionOutcome } from './session.js';

export interface PresentedCertificate {
  readonly offer: Offer;
  readonly result:
    /** In DER, as presented, the server's own first. */
    | { readonly kind: 'presented'; readonly chain: readonly Uint8Array[] }
    /** It has none of this kind, and said so twice. */
    | { readonly kind: 'no-such-certificate' }
    /** Nobody knows: not reachable, no STARTTLS, time-out. */
    | ({ readonly kind: 'failed' } & Why);
}

export type PresentingAddress = Pick<
  SessionOptions,
  'address' | 'port' | 'serverName' | 'tlsOnConnect' | 'heloName' | 'timeoutMs' | 'signal'
>;

/**
 * Connects as any client, and when that succeeds as one that knows RSA only and as one that knows ECDSA only, one after
 * the other. Never rejects.
 */
export async function presentedCertificates(
  dialer: Dialer,
  where: PresentingAddress,
): Promise<readonly [PresentedCertificate, ...PresentedCertificate[]]> {
  const first = resultOf('any', await connect(dialer, where, 'any'));
  if (first.result.kind !== 'presented') return [first];
  return [first, await presentedTo('rsa', dialer, where), await presentedTo('ecdsa', dialer, where)];
}

/**
 * Connects again as a client of each kind to which something was presented; as one of any kind only where that was neither RSA
 * nor ECDSA. Never rejects.
 */
export async function presentedAgain(
  dialer: Dialer,
  where: PresentingAddress,
  before: readonly PresentedCertificate[],
): Promise<PresentedCertificate[]> {
  const offers = before.flatMap(({ offer, result }) => (result.kind === 'presented' ? [offer] : []));
  const kinds = offers.flatMap((offer) => (offer === 'any' ? [] : [offer]));
  const found: PresentedCertificate[] = [];
  for (const kind of kinds) found.push(await presentedTo(kind, dialer, where));
  if (kinds.length > 0 || offers.length === 0) return found;
  return [resultOf('any', await connect(dialer, where, 'any'))];
}

/** A server that restarts hangs up as well: one refusal may have another reason than the kind of the client. */
async function presentedTo(
  offer: 'rsa' | 'ecdsa',
  dialer: Dialer,
  where: PresentingAddress,
): Promise<PresentedCertificate> {
  const once = resultOf(offer, await connect(dialer, where, offer));
  return once.result.kind === 'no-such-certificate'
    ? resultOf(offer, await connect(dialer, where, offer))
    : once;
}

function connect(dialer: Dialer, where: PresentingAddress, offer: Offer): Promise<SessionOutcome> {
  const options = { ...where, offer, authorities: null, onStep: () => undefined };
  return openSession(dialer, options, offer !== 'any');
}

function resultOf(offer: Offer, outcome: SessionOutcome): PresentedCertificate {
  if (outcome.kind === 'secured') {
    const { chain } = outcome.tls;
    return { offer, result: { kind: 'presented', chain } };
  }
  const isRefused = outcome.kind === 'tls-failed' && outcome.failure.cause === 'refused';
  if (isRefused && offer !== 'any') return { offer, result: { kind: 'no-such-certificate' } };
  return { offer, result: { kind: 'failed', ...because(outcomeText(outcome)) } };
}
