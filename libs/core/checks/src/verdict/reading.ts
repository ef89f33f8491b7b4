/**
 * The decision: from what was seen to one reading, the finest distinction that the verdict makes. Deliveries and
 * refusals that we saw decide at once; silence never decides, it only allows a provisional reading after a minute.
 */
import { clientsOf, isDelivered, isRefused, type Facts, type Seen } from './facts.js';
import { troubleOf } from './trouble.js';

/** Silence shorter than this says nothing at all. */
export const PROVISIONAL_AFTER_MS = 60_000;

export type Reading =
  /** Nothing has ended yet at any host. */
  | 'nothing-yet'
  /** Some hosts have been seen; the missing ones decide, and a minute has not passed. */
  | 'more-to-come'
  /** `wrong` was neither delivered to nor refused after a minute, while the others arrived. */
  | 'broken-silent'
  /** Only `do` was delivered to, and `wrong` not refused, after a minute. */
  | 'only-valid-delivered'
  | 'enforces'
  /** Enforces, and sends nothing to hosts without DANE either. */
  | 'enforces-and-demands'
  | 'delivered-everywhere'
  /** Some of the sender's addresses refused `wrong`, others delivered there. */
  | 'some-servers-deliver'
  /** The same address refused `wrong` and delivered there as well. */
  | 'did-both'
  /** Fell back to cleartext at `wrong` although it uses TLS elsewhere. */
  | 'clear-at-broken'
  /** Sent in clear to `do`, whose TLSA records demand TLS, although it uses TLS elsewhere. */
  | 'clear-at-valid'
  | 'never-tls'
  | 'valid-refused'
  /** `do` was neither delivered to nor refused after a minute, while `dont` arrived. */
  | 'valid-missing'
  /** Every host was refused: the certificate is not accepted for a reason other than DANE. */
  | 'refuses-everything'
  /** Only refusals were seen, after a minute. */
  | 'only-refusals'
  /** Sessions were begun and broke off for reasons that say nothing about DANE. */
  | 'only-trouble';

/**
 * @param patient true once a minute has passed since the last host was first heard of
 */
export function readFacts(facts: Facts, patient: boolean): Reading {
  const { valid, broken, plain } = facts;
  if (facts.lastNewsAt === null) return 'nothing-yet';
  if (isDelivered(broken)) return readBrokenDelivered(facts);
  if (valid.inClear.length > 0) return facts.usesTls ? 'clear-at-valid' : 'never-tls';
  if (isDelivered(valid)) return readValidDelivered(facts, patient);
  if (isRefused(valid) && isDelivered(plain)) return 'valid-refused';
  if (isRefused(valid) && isRefused(plain) && isRefused(broken)) return 'refuses-everything';
  if (!patient) return 'more-to-come';
  if (isDelivered(plain)) return 'valid-missing';
  return isRefused(valid) || isRefused(plain) || isRefused(broken) ? 'only-refusals' : 'only-trouble';
}

function readBrokenDelivered({ broken, usesTls }: Facts): Reading {
  if (!usesTls) return 'never-tls';
  if (isRefused(broken)) {
    const deliverers = new Set(clientsOf([...broken.overTls, ...broken.inClear]));
    return clientsOf(broken.refusals).some((client) => deliverers.has(client))
      ? 'did-both'
      : 'some-servers-deliver';
  }
  return broken.inClear.length > 0 ? 'clear-at-broken' : 'delivered-everywhere';
}

function readValidDelivered({ broken, plain }: Facts, patient: boolean): Reading {
  if (isRefused(broken)) {
    const demands = !isDelivered(plain) && (isRefused(plain) || (patient && mayHoldBack(plain)));
    return demands ? 'enforces-and-demands' : 'enforces';
  }
  if (!patient) return 'more-to-come';
  return isDelivered(plain) ? 'broken-silent' : 'only-valid-delivered';
}

/** Who comes as far as a recipient without DANE, or fails at TLS in itself, does not hold the message back for want of DANE. */
function mayHoldBack(plain: Seen): boolean {
  const trouble = troubleOf(plain);
  return trouble === 'none' || trouble === 'broke-off';
}
