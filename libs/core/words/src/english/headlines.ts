/** The verdict in one line that names the servers. */
import type { HeadlineFacts, MtaStsVerdict, OverallFacts, Protection } from '#checks';

import { listed } from './lists.js';

export function headline(facts: HeadlineFacts): string {
  return HEADLINES[facts.reading](facts);
}

/** More names than this are a number. */
const MAX_NAMES = 2;

function named(servers: readonly string[]): string {
  if (servers.length === 0) return 'Your mail server';
  return servers.length > MAX_NAMES ? `${servers.length} servers` : listed(servers);
}

function isMany(servers: readonly string[]): boolean {
  return servers.length > 1;
}

/** `1 of 2 servers enforces DANE`. */
function share({ servers, proven }: HeadlineFacts): string {
  return `${proven.length} of ${servers.length} servers ${proven.length === 1 ? 'enforces' : 'enforce'} DANE`;
}

function silentAt(host: string, { seen }: HeadlineFacts): string {
  switch (seen) {
    case 'nothing':
      return `Nothing seen yet at ${host}`;
    case 'not-judged':
      return `Nothing conclusive yet at ${host}`;
    case 'broke-off':
      return `Connection closed during TLS at ${host}`;
    case 'tls-failed':
    case 'lost':
    case 'left':
    case 'rejected':
      return `No message yet at ${host}`;
  }
}

const HEADLINES: Readonly<Record<HeadlineFacts['reading'], (facts: HeadlineFacts) => string>> = {
  'nothing-yet': () => 'Waiting for your message',
  'more-to-come': ({ servers }) =>
    servers.length === 0
      ? 'A server connected; waiting for the rest'
      : `Mail from ${named(servers)} arrived; waiting for the rest`,
  'broken-silent': (facts) => silentAt('the host with broken DANE', facts),
  'only-valid-delivered': ({ seen }) =>
    seen === 'nothing'
      ? 'Only the host with valid DANE was seen'
      : 'Only the host with valid DANE got its message',
  enforces: ({ servers }) =>
    servers.length > MAX_NAMES
      ? `All ${servers.length} servers enforce DANE`
      : `${named(servers)} ${isMany(servers) ? 'enforce' : 'enforces'} DANE`,
  'enforces-and-demands': ({ servers }) =>
    isMany(servers)
      ? `${named(servers)} enforce DANE and seem to require it`
      : `${named(servers)} enforces DANE and seems to require it`,
  'enforces-so-far': (facts) => {
    const open = facts.servers.filter((server) => !facts.proven.includes(server));
    if (facts.proven.length > 0 && open.length > 0) {
      return `${share(facts)}; ${named(open)} ${isMany(open) ? 'are' : 'is'} not proven yet`;
    }
    return `${named(facts.servers)} ${isMany(facts.servers) ? 'seem' : 'seems'} to enforce DANE`;
  },
  'delivered-everywhere': ({ servers }) => `${named(servers)} did not enforce DANE`,
  'delivered-at-some': ({ failed, servers }) =>
    `${named(failed.length > 0 ? failed : servers)} did not enforce DANE everywhere`,
  'some-servers-deliver': (facts) =>
    facts.proven.length > 0 && facts.failed.length > 0
      ? `${share(facts)}; ${named(facts.failed)} did not`
      : 'Some of your servers did not enforce DANE',
  'did-both': ({ servers, deliveredFirst }) =>
    deliveredFirst
      ? `${named(servers)} did not enforce DANE at first`
      : `${named(servers)} gave in and delivered in the end`,
  'clear-at-broken': ({ failed }) => `${named(failed)} fell back to sending in the clear`,
  'clear-at-valid': ({ failed }) => `${named(failed)} sent in the clear where DANE requires TLS`,
  'never-tls': ({ servers }) => `${named(servers)} ${isMany(servers) ? 'send' : 'sends'} without TLS`,
  'valid-refused': ({ failed }) =>
    `${named(failed)} ${isMany(failed) ? 'refuse' : 'refuses'} a host with valid DANE`,
  'valid-missing': (facts) => silentAt('the host with valid DANE', facts),
  'valid-likely-refused': (facts) => silentAt('the host with valid DANE', facts),
  'refusals-not-judged': ({ servers }) => `${named(servers)} refused, but the reason is open`,
  'refuses-everything': () => 'Every host was refused',
  'only-refusals': () => 'Only refused connections were seen',
  'only-broken-delivered': () => 'Only the host with broken DANE got a message',
  'only-left': () => 'No message was sent',
  'only-trouble': () => 'No session got far enough',
};

/** On both mechanisms, where both are known. */
export function overall(facts: OverallFacts): string {
  const { kind, dane, byPolicy, policyServers, isSameServers, daneWins } = facts;
  const { servers } = dane;
  if (kind === 'mixed' || !isSameServers) {
    const enforce = isMany(policyServers) ? 'enforce' : 'enforces';
    const enforced = isSameServers ? 'MTA-STS is enforced' : `${named(policyServers)} ${enforce} MTA-STS`;
    return `${headline(dane)}; ${byPolicy ? enforced : 'MTA-STS was not enforced'}`;
  }
  const enforces = `${named(servers)} ${isMany(servers) ? 'enforce' : 'enforces'}`;
  switch (kind) {
    case 'both':
      return `${enforces} DANE and MTA-STS${daneWins ? '; DANE takes precedence' : ''}`;
    case 'dane':
      return `${enforces} DANE, but not MTA-STS`;
    case 'mta-sts':
      return `${enforces} MTA-STS only; DANE is not used`;
    case 'neither':
      return `${enforces} neither DANE nor MTA-STS`;
  }
}

/** What the headline on both leaves unprotected. */
export function meaning(protection: Protection, { policyWins }: Pick<OverallFacts, 'policyWins'>): string {
  switch (protection) {
    case 'dane':
      return 'Mail to domains that use only MTA-STS is not protected.';
    case 'mta-sts':
      return policyWins
        ? 'Where a domain has both, MTA-STS replaces DANE, which RFC 8461 §2 forbids: that mail is only as safe as the policy.'
        : 'Mail to domains that use only DANE is not protected.';
    case 'both':
    case 'neither':
      return '';
  }
}

export function mtaSts({ outcome, provisional }: Pick<MtaStsVerdict, 'outcome' | 'provisional'>): string {
  switch (outcome) {
    case 'waiting':
      return 'MTA-STS: waiting for more messages. It takes at least sts-good, sts-none and sts-cert.';
    case 'enforces':
      return provisional ? 'MTA-STS seems to be enforced.' : 'MTA-STS is enforced.';
    case 'does-not-enforce':
      return provisional ? 'MTA-STS does not seem to be enforced.' : 'MTA-STS was not enforced.';
    case 'no-tls':
      return 'Mail to hosts with an MTA-STS policy came without TLS.';
    case 'refuses-valid':
      return 'A host with a valid MTA-STS policy was refused.';
    case 'inconclusive':
      return "We can't tell yet whether MTA-STS is enforced: send to sts-good, sts-none and sts-cert again.";
  }
}
