/**
 * The next steps after a rightful refusal: what becomes of the message that waits in the queue, and, where the sender demands
 * DANE of everybody, how it does less.
 */
import type { ReleaseState } from '../release.js';

import { isLetThrough, type Facts } from './facts.js';
import type { Advice } from './verdict.js';

const NOTHING_TO_MEND = 'Nothing to mend.';

const AUDIENCES = ['Postfix', 'Exim', 'Exchange Online'] as const;
type PerAudience = Readonly<Record<(typeof AUDIENCES)[number], string>>;

/** A sender that is set to demand DANE may be meant to: it is the admin who knows. */
const OPPORTUNISTIC: PerAudience = {
  Postfix:
    'If DANE was not meant to be demanded of every domain, use it where it is offered: set `smtp_tls_security_level = dane` instead of `dane-only`, and look for `dane-only` in `smtp_tls_policy_maps`.',
  Exim: 'If DANE was not meant to be demanded of every domain, use it where it is offered: replace `hosts_require_dane` in the smtp transport by `hosts_try_dane = *`.',
  'Exchange Online':
    'Exchange Online by itself uses DANE only where it is offered. If more was not meant, look in `Get-OutboundConnector` for a connector whose TlsSettings demand a trusted certificate (CertificateValidation, DomainValidation), or for a gateway behind it that demands DANE.',
};

/** The host that refused it is shared by all checks, so the message cannot be let through. */
const STAYS: PerAudience = {
  Postfix:
    'The refused message stays queued for up to five days; `postqueue -p` shows it, `postsuper -d QUEUE_ID` deletes it.',
  Exim: 'The refused message stays queued for days; `exim -bp` shows it, `exim -Mrm MESSAGE_ID` deletes it.',
  'Exchange Online':
    'Exchange Online retries the refused message for 24 hours and then tells its sender that it could not be delivered.',
};

const WAITS: PerAudience = {
  Postfix:
    'The refused message waits in the queue until this check lets it through; then the next retry delivers it, and `postqueue -f` makes that at once. `postsuper -d QUEUE_ID` deletes it instead.',
  Exim: 'The refused message waits in the queue until this check lets it through; then the next retry delivers it, and `exim -qff` makes that at once. `exim -Mrm MESSAGE_ID` deletes it instead.',
  'Exchange Online':
    'Exchange Online retries the refused message for 24 hours, and delivers it when this check has let it through.',
};

const RELEASED: PerAudience = {
  Postfix:
    'This check lets the refused message through now: the next retry delivers it, and `postqueue -f` makes that at once.',
  Exim: 'This check lets the refused message through now: the next retry delivers it, and `exim -qff` makes that at once.',
  'Exchange Online':
    'This check lets the refused message through now: Exchange Online delivers it with its next retry, within 24 hours of the message.',
};

/** After `enforces`, or after `enforces-and-demands` where `demands`. */
export function adviseOnQueue(
  { broken }: Pick<Facts, 'broken'>,
  release: ReleaseState,
  demands: boolean,
): readonly Advice[] {
  if (isLetThrough(broken)) return demands ? [...adviseAll([OPPORTUNISTIC]), CLEAN] : [ALL_DONE];
  const isExact = broken.refusals.some(({ attribution }) => attribution === 'exact');
  if (!isExact) return adviseAll([mend(demands), STAYS]);
  return adviseAll([mend(demands), release === 'released' ? RELEASED : WAITS]);
}

const ALL_DONE: Advice = {
  audience: 'Any server',
  step: 'Nothing to mend, and nothing to clean up: the message that was refused has left the queue.',
};

const CLEAN: Advice = {
  audience: 'Any server',
  step: 'Nothing to clean up at the host with broken DANE: the message that was refused has left the queue.',
};

function mend(demands: boolean): PerAudience {
  return demands
    ? OPPORTUNISTIC
    : { Postfix: NOTHING_TO_MEND, Exim: NOTHING_TO_MEND, 'Exchange Online': NOTHING_TO_MEND };
}

function adviseAll(steps: readonly PerAudience[]): Advice[] {
  return AUDIENCES.map((audience) => ({ audience, step: steps.map((step) => step[audience]).join(' ') }));
}
