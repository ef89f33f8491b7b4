/**
 * The names a check answers to.
 *
 *     test@TOKEN.SCENARIO.DOMAIN    the per-check host name: the TLS server name says whose connection it is
 *     mx1@TOKEN.SCENARIO.DOMAIN     the same, with the visitor's own label of the sending server
 *     TOKEN@SCENARIO.DOMAIN         the classic form: every check shares the host, only the recipient tells
 */
import { findScenario, type ScenarioId } from '#scenarios';
import { withoutRootDot } from '#text';

import { scenarioOfMxLabel } from './mail-hosts.js';
import { isToken } from './token.js';

/** The local part in front of a per-check host name. */
export const HOST_STYLE_LOCAL_PART = 'test';

export type AddressStyle = 'host' | 'classic';

/** A label is one DNS label in lower case, so that `hostname -s` will do. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** Whether a visitor may use it as the label of a sending server, in front of a per-check host name. */
export function isLabel(text: string): boolean {
  return LABEL.test(text) && OPERATOR_MAILBOXES.every((mailbox) => mailbox !== text);
}

/** What a host name under DOMAIN stands for. */
export type HostName =
  | { readonly kind: 'apex' }
  | { readonly kind: 'scenario'; readonly scenario: ScenarioId }
  | { readonly kind: 'check'; readonly scenario: ScenarioId; readonly token: string }
  | { readonly kind: 'foreign' };

/** The check that a name in DNS belongs to. */
export interface QueryName {
  readonly scenario: ScenarioId;
  readonly token: string;
}

/** What a recipient address asks for. `foreign` is everything that is not ours: never relayed. */
export type Recipient =
  | {
      readonly kind: 'check';
      readonly scenario: ScenarioId;
      readonly token: string;
      readonly style: AddressStyle;
      /** What the visitor calls the sending server; null where the address has none. */
      readonly label: string | null;
    }
  | { readonly kind: 'operator'; readonly mailbox: OperatorMailbox }
  | { readonly kind: 'unknown-mailbox' }
  | { readonly kind: 'foreign' };

export function scenarioHost(scenario: ScenarioId, domain: string): string {
  return `${scenario}.${domain}`;
}

export function checkHost(token: string, scenario: ScenarioId, domain: string): string {
  return `${token}.${scenarioHost(scenario, domain)}`;
}

/** The page of a check. */
export function checkUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/check/${token}`;
}

/**
 * @param label of the sending server, in the host style only
 */
export function formatAddress(
  style: AddressStyle,
  token: string,
  scenario: ScenarioId,
  domain: string,
  label: string | null = null,
): string {
  switch (onlyStyle(scenario) ?? style) {
    case 'host':
      return `${label ?? HOST_STYLE_LOCAL_PART}@${checkHost(token, scenario, domain)}`;
    case 'classic':
      return `${token}@${scenarioHost(scenario, domain)}`;
  }
}

/**
 * The mailboxes of whoever runs the instance, at every host: `postmaster` has to be there (RFC 5321 §4.5.1), `abuse` and
 * `hostmaster` are expected (RFC 2142), `tls-reports` is named in the generated DNS records (RFC 8460 §3).
 */
export const OPERATOR_MAILBOXES = ['postmaster', 'abuse', 'hostmaster', 'tls-reports'] as const;
export type OperatorMailbox = (typeof OPERATOR_MAILBOXES)[number];
export const TLS_REPORTS_MAILBOX = 'tls-reports' satisfies OperatorMailbox;

/** Reads a host name as found in SNI or after the @. Case and one trailing dot do not matter (RFC 1034 §3.1). */
export function parseHostName(name: string, domain: string): HostName {
  const host = withoutRootDot(name);
  if (host === domain) return { kind: 'apex' };
  if (!host.endsWith(`.${domain}`)) return { kind: 'foreign' };

  const labels = host.slice(0, -domain.length - 1).split('.');
  const [first = ''] = labels;
  // A mail server that all checks share (mail-hosts.ts): its name says no more than that of the scenario.
  const shared = labels.length === 1 ? scenarioOfMxLabel(first) : undefined;
  if (shared !== undefined) return { kind: 'scenario', scenario: shared };
  const scenario = findScenario(labels.at(-1) ?? '')?.id;
  if (scenario === undefined || labels.length > 2) return { kind: 'foreign' };
  if (labels.length === 1) return { kind: 'scenario', scenario };
  return isToken(first) ? { kind: 'check', scenario, token: first } : { kind: 'foreign' };
}

/**
 * Reads a name that a resolver asked for: the host name of a check or any name below it, such as `_25._tcp.HOST`, or
 * `_tcp.HOST`, which resolvers ask for first when they minimise names (RFC 9156 §2). Null where it holds no token.
 */
export function parseQueryName(name: string, domain: string): QueryName | null {
  const labels = withoutRootDot(name).split('.');
  const depth = domain.split('.').length;
  const host = parseHostName(labels.slice(-depth - 2).join('.'), domain);
  return host.kind === 'check' ? { scenario: host.scenario, token: host.token } : null;
}

/**
 * Reads the address of RCPT TO, without its angle brackets. Whether the check exists is for the caller
 * to find out.
 */
export function parseRecipient(address: string, domain: string): Recipient {
  const at = address.lastIndexOf('@');
  const local = (at < 0 ? address : address.slice(0, at)).toLowerCase();
  // RFC 5321 §4.5.1: a bare <postmaster> and postmaster at every host must be accepted.
  if (at < 0) return local === 'postmaster' ? { kind: 'operator', mailbox: local } : { kind: 'foreign' };

  const name = address.slice(at + 1);
  const host = parseHostName(name, domain);
  if (host.kind === 'foreign' && !isBelowScenario(name, domain)) return { kind: 'foreign' };
  const mailbox = OPERATOR_MAILBOXES.find((name) => name === local);
  if (mailbox !== undefined) return { kind: 'operator', mailbox };
  if (host.kind === 'check' && isLabel(local) && onlyStyle(host.scenario) !== 'classic') {
    const { scenario, token } = host;
    return { kind: 'check', scenario, token, style: 'host', label: labelIn(local) };
  }
  if (host.kind === 'scenario' && isToken(local) && onlyStyle(host.scenario) !== 'host') {
    return { kind: 'check', scenario: host.scenario, token: local, style: 'classic', label: null };
  }
  return { kind: 'unknown-mailbox' };
}

/**
 * The token in an address at our hosts that is no mailbox, such as one with another local part: it is of that check all the same.
 * Whether the check exists is for the caller to find out.
 */
export function tokenIn(address: string, domain: string): string | null {
  const at = address.lastIndexOf('@');
  const [local, name] = [address.slice(0, Math.max(at, 0)).toLowerCase(), address.slice(at + 1)];
  const below = parseQueryName(name, domain);
  if (below !== null) return below.token;
  return isToken(local) && parseHostName(name, domain).kind !== 'foreign' ? local : null;
}

/**
 * Null: either. No MTA-STS policy can be published for a domain with a token, so where the mail domain has one, it is the domain that
 * all checks share. Where the policy is that of the parent, the mail domain is the one with the token.
 */
function onlyStyle(id: ScenarioId): AddressStyle | null {
  const plan = findScenario(id)?.mtaSts;
  if (plan === undefined) return null;
  return plan.domain === 'own' ? 'classic' : 'host';
}

function labelIn(local: string): string | null {
  return local === HOST_STYLE_LOCAL_PART ? null : local;
}

/** The label in the recipient of a message: null where there is none, or where it is a classic address. */
export function recipientLabel(recipient: string): string | null {
  const [local = '', host = ''] = recipient.toLowerCase().split('@');
  return isToken(host.split('.')[0] ?? '') && isLabel(local) ? labelIn(local) : null;
}

/** The wildcard of a scenario brings mail for every name below its host to us (RFC 4592 §3.3.1). */
function isBelowScenario(name: string, domain: string): boolean {
  const labels = withoutRootDot(name).split('.');
  const host = labels.slice(-domain.split('.').length - 1).join('.');
  return !labels.includes('') && parseHostName(host, domain).kind === 'scenario';
}
