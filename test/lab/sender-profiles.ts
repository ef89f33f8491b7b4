import type { Outcome, Protection } from '#checks';

import { NOT_VALIDATING_RESOLVER_ADDRESS } from './lab-addresses.js';

/** The senders of the lab: real mail servers, configured in the ways that are met in the wild. */
export interface SenderProfile {
  readonly title: string;
  readonly program: 'postfix' | 'exim';
  /** Each sender has a source address of its own, as senders in the world have. */
  readonly address: string;
  /** What makes it this sender: parameters of main.cf, or options of Exim's smtp transport. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The address of its resolver; that of the one that validates unless given. */
  readonly resolver?: string;
  /**
   * What Postfix asks about MTA-STS policies: postfix-mta-sts-resolver, whose policies replace its own level, or that one only where
   * there are no TLSA records (dane-first.ts). None unless given.
   */
  readonly policies?: 'overriding' | 'after-dane';
  /** What the product has to conclude. */
  readonly expected: Outcome;
  /** Likewise of DANE and MTA-STS together, in a lab with policies; it is mailed to hosts with one, too, where this is given. */
  readonly protection?: Protection;
}

export const SENDER_PROFILES = {
  dane: {
    title: 'Postfix with DANE',
    program: 'postfix',
    address: '127.0.0.31',
    parameters: { smtp_tls_security_level: 'dane', smtp_dns_support_level: 'dnssec' },
    expected: 'enforces',
    protection: 'dane',
  },
  tls: {
    title: 'Postfix with TLS, without DANE',
    program: 'postfix',
    address: '127.0.0.32',
    parameters: { smtp_tls_security_level: 'may' },
    expected: 'does-not-enforce',
    protection: 'neither',
  },
  // Most senders without DANE name no host; some do, and can be told apart before they name a recipient.
  'tls-with-sni': {
    title: 'Postfix with TLS and a server name, without DANE',
    program: 'postfix',
    address: '127.0.0.37',
    parameters: { smtp_tls_security_level: 'may', smtp_tls_servername: 'hostname' },
    expected: 'does-not-enforce',
  },
  plain: {
    title: 'Postfix without TLS',
    program: 'postfix',
    address: '127.0.0.33',
    parameters: { smtp_tls_security_level: 'none' },
    expected: 'no-tls',
  },
  'dane-only': {
    title: 'Postfix that demands DANE',
    program: 'postfix',
    address: '127.0.0.34',
    parameters: { smtp_tls_security_level: 'dane-only', smtp_dns_support_level: 'dnssec' },
    expected: 'enforces',
  },
  // A common mistake: without DNSSEC lookups Postfix finds no secure TLSA records and says nothing about it.
  'dane-without-dnssec': {
    title: 'Postfix with DANE configured, but without DNSSEC lookups',
    program: 'postfix',
    address: '127.0.0.35',
    parameters: { smtp_tls_security_level: 'dane', smtp_dns_support_level: 'enabled' },
    expected: 'does-not-enforce',
  },
  // Told to look for TLSA records all the same, which then count for nothing (RFC 7672 §2.2).
  'dane-without-validation': {
    title: 'Postfix with DANE behind a resolver that does not validate',
    program: 'postfix',
    address: '127.0.0.36',
    parameters: {
      smtp_tls_security_level: 'dane',
      smtp_dns_support_level: 'dnssec',
      smtp_tls_force_insecure_host_tlsa_lookup: 'yes',
    },
    resolver: NOT_VALIDATING_RESOLVER_ADDRESS,
    expected: 'does-not-enforce',
  },
  'exim-dane': {
    title: 'Exim with DANE',
    program: 'exim',
    address: '127.0.0.38',
    parameters: { hosts_try_dane: '*' },
    expected: 'enforces',
    protection: 'dane',
  },
  'exim-tls': {
    title: 'Exim with TLS, without DANE',
    program: 'exim',
    address: '127.0.0.39',
    parameters: { hosts_try_dane: '' },
    expected: 'does-not-enforce',
    protection: 'neither',
  },
  'mta-sts': {
    title: 'Postfix with MTA-STS, without DANE',
    program: 'postfix',
    address: '127.0.0.47',
    parameters: { smtp_tls_security_level: 'may' },
    policies: 'overriding',
    expected: 'does-not-enforce',
    protection: 'mta-sts',
  },
  // RFC 8461 §2 forbids that: a policy replaces the level of Postfix.
  'mta-sts-over-dane': {
    title: 'Postfix with MTA-STS, which overrides its DANE',
    program: 'postfix',
    address: '127.0.0.48',
    parameters: { smtp_tls_security_level: 'dane', smtp_dns_support_level: 'dnssec' },
    policies: 'overriding',
    expected: 'does-not-enforce',
    protection: 'mta-sts',
  },
  'dane-then-mta-sts': {
    title: 'Postfix with DANE, and MTA-STS where there is none',
    program: 'postfix',
    address: '127.0.0.49',
    parameters: { smtp_tls_security_level: 'dane', smtp_dns_support_level: 'dnssec' },
    policies: 'after-dane',
    expected: 'enforces',
    protection: 'both',
  },
} as const satisfies Record<string, SenderProfile>;

export type SenderName = keyof typeof SENDER_PROFILES;

export const SENDER_NAMES = Object.keys(SENDER_PROFILES) as SenderName[];

/** Whether it takes a lab with policies and what tells Postfix of them. */
export function usesPolicies(name: SenderName): boolean {
  const profile: SenderProfile = SENDER_PROFILES[name];
  return profile.policies !== undefined;
}

/** Whether it is mailed to hosts with a policy. */
export function meetsPolicies(name: SenderName): boolean {
  const profile: SenderProfile = SENDER_PROFILES[name];
  return profile.protection !== undefined;
}

export function isSenderName(name: string): name is SenderName {
  return Object.hasOwn(SENDER_PROFILES, name);
}
