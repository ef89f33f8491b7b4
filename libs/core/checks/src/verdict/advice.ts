/**
 * The next step for the admin of the sending server. The misconfigurations named here were measured: a Postfix with
 * `dane` but without `dnssec`, and an Exim without `trust-ad`, silently do no DANE at all.
 */
import type { ReleaseState } from '../release.js';

import type { Facts } from './facts.js';
import { adviseOnQueue } from './queue-advice.js';
import type { Reading } from './policy.js';
import { troubleOf } from './trouble.js';
import type { Advice } from './verdict.js';

const TURN_ON: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Set `smtp_tls_security_level = dane` and also `smtp_dns_support_level = dnssec`: with only the first, Postfix delivers exactly as seen here. Name a validating resolver on the same machine in `/etc/resolv.conf`. Then try: `posttls-finger -c -l dane HOST`.',
  },
  {
    audience: 'Exim',
    step: 'Set `hosts_try_dane = *` in the smtp transport and `dnssec_request_domains = *` in the dnslookup router, and put `options trust-ad` into `/etc/resolv.conf` beside a validating resolver on the same machine: without it Exim silently does no DANE.',
  },
  {
    audience: 'Exchange Online',
    step: 'Exchange Online enforces DANE on what it sends itself. A delivery here means that something behind it sends: look for an outbound connector to a smart host, gateway or filter.',
  },
];

const TURN_ON_TLS: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Set `smtp_tls_security_level = dane` and `smtp_dns_support_level = dnssec` (or `may` for encryption without DANE). Look at `smtp_tls_policy_maps` for an entry that says `none`.',
  },
  {
    audience: 'Exim',
    step: 'Exim uses STARTTLS when it is offered: look for `hosts_avoid_tls` in the smtp transport, and whether `exim -bV` lists a TLS library.',
  },
  {
    audience: 'Exchange Online',
    step: 'Exchange Online uses TLS whenever it is offered: look for a gateway or a firewall between it and the internet that removes STARTTLS.',
  },
];

const FIND_FAULT: readonly Advice[] = [
  {
    audience: 'Postfix',
    step: 'Look in the log for “Server certificate not verified” (other versions: “not trusted”), “TLSA lookup error” or “Host or domain name not found … try again”. Try `posttls-finger -c -l dane -L summary HOST`, and check that the resolver validates: `dig +dnssec TLSA _25._tcp.HOST` must show the flag `ad`.',
  },
  {
    audience: 'Exim',
    step: 'Look in the main log for “DANE error: tlsa lookup DEFER” or “certificate verification failed”. `tls_verify_hosts` demands a public certificate and must not cover hosts that use DANE.',
  },
  {
    audience: 'Exchange Online',
    step: 'The message trace gives the reason: 4/5.7.322 certificate expired, 4/5.7.323 tlsa-invalid, 4/5.7.324 dnssec-invalid.',
  },
];

const SEND_ALL: readonly Advice[] = [
  {
    audience: 'Any server',
    step: 'Make sure that the message went to every address above, and leave this page open: retries come minutes or hours apart.',
  },
];

const SEND_SHORT: readonly Advice[] = [
  {
    audience: 'Any server',
    step: 'Send a short message without attachments to every address above. If that gets no further, the log of your server says why it left.',
  },
];

const SEND_MORE: readonly Advice[] = [
  {
    audience: 'Any server',
    step: 'Send a few more messages to all the addresses above, so that each of your servers gets its turn, and leave this page open: retries come minutes or hours apart.',
  },
];

const READ_LOG: readonly Advice[] = [
  {
    audience: 'Any server',
    step: 'Look in the log of your server for the session at the host with broken DANE. If it names the certificate or DANE, your server refused: from here that shows only when it completes the handshake before it leaves, or sends a TLS alert.',
  },
];

/**
 * What to do about a reading, one step for each mail system that is served best by its own. Settings and commands stand
 * between backticks.
 */
export function adviseOn(
  reading: Reading,
  facts: Pick<Facts, 'broken'>,
  release: ReleaseState,
): readonly Advice[] {
  return ADVICE[reading](facts, release);
}

type Advise = (facts: Pick<Facts, 'broken'>, release: ReleaseState) => readonly Advice[];

const findFault: Advise = () => FIND_FAULT;
const turnOn: Advise = () => TURN_ON;
const sendAll: Advise = ({ broken }) => (troubleOf(broken) === 'broke-off' ? READ_LOG : SEND_ALL);

const ADVICE: Readonly<Record<Reading, Advise>> = {
  'nothing-yet': () => [],
  'more-to-come': () => [],
  'broken-silent': sendAll,
  'only-valid-delivered': sendAll,
  'only-broken-delivered': sendAll,
  'refusals-not-judged': sendAll,
  'only-left': () => SEND_SHORT,
  enforces: (facts, release) => adviseOnQueue(facts, release, false),
  'enforces-and-demands': (facts, release) => adviseOnQueue(facts, release, true),
  'enforces-so-far': (facts, release) => [...SEND_MORE, ...adviseOnQueue(facts, release, false)],
  'delivered-everywhere': turnOn,
  'delivered-at-some': turnOn,
  'some-servers-deliver': turnOn,
  'did-both': turnOn,
  'clear-at-broken': turnOn,
  'clear-at-valid': turnOn,
  'never-tls': () => TURN_ON_TLS,
  'valid-refused': findFault,
  'valid-likely-refused': findFault,
  'valid-missing': findFault,
  'refuses-everything': findFault,
  'only-refusals': findFault,
  'only-trouble': findFault,
};
