/**
 * The next step for the admin of the sending server. The misconfigurations named here were measured: a Postfix with
 * `dane` but without `dnssec`, and an Exim without `trust-ad`, silently do no DANE at all.
 */
import { isLetThrough, type Facts, type Seen } from './facts.js';
import type { Reading } from './reading.js';
import { troubleOf } from './trouble.js';
import type { Advice } from './verdict.js';

const TURN_ON: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Set smtp_tls_security_level = dane and also smtp_dns_support_level = dnssec: with only the first, Postfix delivers exactly as seen here. Name a validating resolver on the same machine in /etc/resolv.conf. Then try: posttls-finger -c -l dane HOST.',
  },
  {
    audience: 'Exim',
    step: 'Set hosts_try_dane = * in the smtp transport and dnssec_request_domains = * in the dnslookup router, and put “options trust-ad” into /etc/resolv.conf beside a validating resolver on the same machine: without it Exim silently does no DANE.',
  },
  {
    audience: 'Exchange Online',
    step: 'Exchange Online enforces DANE on what it sends itself. A delivery here means that something behind it sends: look for an outbound connector to a smart host, gateway or filter.',
  },
];

const TURN_ON_TLS: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Set smtp_tls_security_level = dane and smtp_dns_support_level = dnssec (or “may” for encryption without DANE). Look at smtp_tls_policy_maps for an entry that says “none”.',
  },
  {
    audience: 'Exim',
    step: 'Exim uses STARTTLS when it is offered: look for hosts_avoid_tls in the smtp transport, and whether exim -bV lists a TLS library.',
  },
  {
    audience: 'Exchange Online',
    step: 'Exchange Online uses TLS whenever it is offered: look for a gateway or a firewall between it and the internet that removes STARTTLS.',
  },
];

const FIND_FAULT: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Look in the log for “Server certificate not trusted”, “TLSA lookup error” or “Host or domain name not found … try again”. Try posttls-finger -c -l dane -L summary HOST, and check that the resolver validates: dig +dnssec TLSA _25._tcp.HOST must show the flag ad.',
  },
  {
    audience: 'Exim',
    step: 'Look in the main log for “DANE error: tlsa lookup DEFER” or “certificate verification failed”. tls_verify_hosts demands a public certificate and must not cover hosts that use DANE.',
  },
  {
    audience: 'Exchange Online',
    step: 'The message trace gives the reason: 4/5.7.322 certificate expired, 4/5.7.323 tlsa-invalid, 4/5.7.324 dnssec-invalid.',
  },
];

const CLEAN_UP: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Nothing to mend. The refused message stays queued for up to five days; postqueue -p shows it, postsuper -d QUEUE-ID deletes it.',
  },
  {
    audience: 'Exim',
    step: 'Nothing to mend. The refused message stays queued for days; exim -bp shows it, exim -Mrm MESSAGE-ID deletes it.',
  },
  {
    audience: 'Exchange Online',
    step: 'Nothing to mend. Exchange Online retries the refused message for 24 hours and then tells its sender that it could not be delivered.',
  },
];

const AWAIT_RELEASE: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Nothing to mend. The refused message waits in the queue until this check lets it through; then the next retry delivers it, and postqueue -f makes that at once. postsuper -d QUEUE-ID deletes it instead.',
  },
  {
    audience: 'Exim',
    step: 'Nothing to mend. The refused message waits in the queue until this check lets it through; then the next retry delivers it, and exim -qff makes that at once. exim -Mrm MESSAGE-ID deletes it instead.',
  },
  {
    audience: 'Exchange Online',
    step: 'Nothing to mend. Exchange Online retries the refused message for 24 hours, and delivers it when this check has let it through.',
  },
];

const DONE: readonly Advice[] = [
  {
    audience: 'Any server',
    step: 'Nothing to mend, and nothing to clean up: the message that was refused has left the queue.',
  },
];

const SEND_ALL: readonly Advice[] = [
  {
    audience: 'Any server',
    step: 'Make sure that the message went to every address above, and leave this page open: retries come minutes or hours apart.',
  },
];

const READ_LOG: readonly Advice[] = [
  {
    audience: 'Any server',
    step: 'Look in the log of your server for the session at the host with broken DANE. If it names the certificate or DANE, your server refused: from here that shows only when it completes the handshake before it leaves, or sends a TLS alert.',
  },
];

/** What to do about a reading, one step for each mail system that is served best by its own. */
export function adviseOn(reading: Reading, { broken }: Pick<Facts, 'broken'>): readonly Advice[] {
  switch (reading) {
    case 'nothing-yet':
    case 'more-to-come':
      return [];
    case 'broken-silent':
    case 'only-valid-delivered':
      return troubleOf(broken) === 'broke-off' ? READ_LOG : SEND_ALL;
    case 'enforces':
    case 'enforces-and-demands':
      return adviseOnQueue(broken);
    case 'delivered-everywhere':
    case 'some-servers-deliver':
    case 'did-both':
    case 'clear-at-broken':
    case 'clear-at-valid':
      return TURN_ON;
    case 'never-tls':
      return TURN_ON_TLS;
    case 'valid-refused':
    case 'valid-missing':
    case 'refuses-everything':
    case 'only-refusals':
    case 'only-trouble':
      return FIND_FAULT;
  }
}

/** What to do about the message that was refused. */
function adviseOnQueue(broken: Seen): readonly Advice[] {
  if (isLetThrough(broken)) return DONE;
  return broken.refusals.some(({ attribution }) => attribution === 'exact') ? AWAIT_RELEASE : CLEAN_UP;
}
