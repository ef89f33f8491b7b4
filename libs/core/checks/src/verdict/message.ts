/**
 * What a verdict says, as codes and facts: #words makes sentences of them, in any language. A code is part of the API, so it
 * keeps its meaning; new ones may come.
 */
import type { SessionStage } from '../observation.js';

import type { HeadlineKind } from './overall.js';
import type { PatternCode } from './patterns.js';
import type { Reading } from './policy.js';
import type { Trouble } from './trouble.js';
import type { Finding } from './verdict.js';

/** Hosts by what a conforming sender does there: it delivers, may do either, or refuses. */
export type HostKind = 'valid' | 'plain' | 'broken';

/** How the last session ended that says nothing about DANE. */
export type TroubleKind = Exclude<Trouble, 'none'>;

/** Servers, as an admin finds them in the log: `mx1.example.net (192.0.2.10)`. */
type Who = readonly string[];

/** What stands behind a finding. */
export interface FindingFacts {
  readonly who: string;
  /** TLS versions, as Node names them. */
  readonly versions: readonly string[];
  /** What the client called itself. */
  readonly names: readonly string[];
  /** Our first error reply. */
  readonly reply: string | null;
  readonly reached: SessionStage | null;
  readonly isOverTls: boolean;
  /** Addresses that fetched a policy which no valid record announces. */
  readonly fetchedBy: readonly string[];
  /** The receiver's own sentence about the last session. */
  readonly detail: string;
}

/** The headline. Names are short: what a server calls itself, or else its address. */
export interface HeadlineFacts {
  readonly reading: Reading;
  readonly servers: Who;
  /** Of `servers`, those proven to enforce. */
  readonly proven: Who;
  /** Of `servers`, those that failed. */
  readonly failed: Who;
  /** What was seen at the host that decides the reading, where it leaves something open. */
  readonly seen: 'nothing' | 'not-judged' | TroubleKind;
  /** Both refused and delivered: which came first. */
  readonly deliveredFirst: boolean;
}

/** The headline where both mechanisms are known for certain. */
export interface OverallFacts {
  readonly kind: Exclude<HeadlineKind, 'dane-alone'>;
  readonly dane: HeadlineFacts;
  readonly byPolicy: boolean;
  /** Those seen at hosts with a policy. */
  readonly policyServers: Who;
  /** Whether the same servers were seen at the hosts of both. */
  readonly isSameServers: boolean;
  /** Whether each was seen to refuse where a policy allows what TLSA records forbid. */
  readonly daneWins: boolean;
  /** Whether DANE fails only where a policy allows what TLSA records forbid. */
  readonly policyWins: boolean;
}

/** Statements that need no facts. */
export const PLAIN_MESSAGES = [
  'send-one-message',
  'waiting-for-the-rest',
  'did-all-get-it',
  'also-refused-plain',
  'plain-missing',
  'shared-host-refusal',
  'refused-only-some',
  'one-gap-is-enough',
  'all-in-the-clear',
  'refusal-causes',
  'valid-arrived',
  'nothing-at-broken-yet',
  'refused-at-plain',
  'others-arrived',
  'may-be-holding-back',
  'will-be-settled',
  'another-failure-looks-the-same',
  'says-nothing-about-dane',
  'fails-before-connecting',
  'rests-on-silence',
  'retry-may-succeed',
  'reason-is-open',
  'no-control-delivery',
  'no-session-got-far',
  'no-alert',
  'dns-never-asked',
  'dns-without-dnssec',
  'dns-tlsa-without-dnssec',
  'dns-tlsa-ignored',
] as const;
export type PlainMessage = (typeof PLAIN_MESSAGES)[number];

/** Statements with what they are about. A scenario is its id: each language has its title. */
export interface MessageFacts {
  headline: HeadlineFacts;
  'seen-so-far': {
    readonly deeds: readonly {
      readonly deed: 'delivered' | 'refused' | TroubleKind;
      readonly hosts: readonly HostKind[];
    }[];
  };
  enforced: { readonly who: Who; readonly hosts: number };
  'seems-to-require-dane': { readonly isSure: boolean };
  'also-refused-valid': { readonly who: Who };
  'not-tested-yet': { readonly who: Who };
  'unknown-delivered': { readonly who: Who };
  'unknown-delivered-at': { readonly scenario: string; readonly who: Who };
  /** Where the policy was asked for shortly before, and we answered with an error of ours. */
  'policy-not-given': { readonly scenario: string; readonly who: Who };
  /** At a host that is not offered now. */
  'failed-unmeasured': { readonly scenario: string; readonly who: Who };
  'accepted-wrong-certificate': { readonly who: Who };
  'delivered-at': { readonly scenario: string; readonly who: Who; readonly how: 'tls' | 'clear' };
  /** A host where it must deliver. */
  'refused-at': { readonly scenario: string; readonly who: Who };
  /** It fails a scenario that decides nothing. */
  'not-required-failed': { readonly scenario: string; readonly who: Who };
  'some-refused-others-delivered': { readonly refused: Who; readonly delivered: Who };
  'delivered-then-refused': {
    readonly delivered: Who;
    readonly deliveredAt: number;
    readonly refused: Who;
    readonly refusedAt: number;
  };
  'refused-then-delivered': MessageFacts['delivered-then-refused'];
  /** `detail`: the receiver's own sentence about the last attempt. */
  'tls-tried-first': { readonly detail: string };
  'clear-at-broken': { readonly who: Who };
  'clear-at-valid': { readonly who: Who };
  'refused-valid': { readonly who: Who };
  'refused-everywhere': { readonly who: Who };
  'plain-arrived-valid-not': { readonly inClear: boolean };
  'only-broken-delivered': { readonly who: Who };
  'left-unsent': { readonly who: Who };
  'shows-nothing': { readonly who: Who };
  /** Sessions that ended without proof at a host of that kind. */
  trouble: {
    readonly who: Who;
    readonly trouble: TroubleKind;
    readonly reply: string | null;
    readonly host: HostKind;
  };
  /** What one server did at one scenario. */
  result: FindingFacts & { readonly finding: Finding };
  'delivered-over-tls': { readonly who: Who; readonly versions: readonly string[] };
  'delivered-in-the-clear': { readonly who: Who };
  'refused-as-well': { readonly who: Who };
  'hung-up': { readonly who: Who };
  'closed-repeatedly': { readonly who: Who };
  'session-detail': { readonly detail: string };
  'nothing-seen': { readonly isLong: boolean };
  /** Where a policy changes by the clock: when to mail it, and when what is done then is judged. */
  'policy-phases': {
    readonly later: 'none' | 'withdrawn';
    readonly mail: 'now' | 'again' | 'later';
    /** When the next phase begins, or until when it is to be mailed in this one. */
    readonly changesAt: number;
    readonly from: number;
    readonly until: number;
  };
  'retried-here': { readonly who: Who; readonly versions: readonly string[] };
  'delivered-at-fallback': { readonly who: Who };
  'not-judged-here': { readonly who: Who };
  'refused-matching-too': { readonly who: Who };
  retried: { readonly who: Who; readonly at: number; readonly refused: Who | null };
  /** A hint, with what is publicly known of it. */
  'same-pattern': { readonly who: Who; readonly pattern: PatternCode; readonly reference: string };
  'dns-connection-follows': { readonly hosts: readonly HostKind[] };
  'dns-no-connection': { readonly hosts: readonly HostKind[]; readonly firstAt: number };
}

/** One statement. */
export type Message =
  | { readonly code: PlainMessage; readonly facts: Readonly<Record<string, never>> }
  | {
      [Code in keyof MessageFacts]: { readonly code: Code; readonly facts: MessageFacts[Code] };
    }[keyof MessageFacts];
export type MessageCode = Message['code'];

export function plainly(code: PlainMessage): Message {
  return { code, facts: {} };
}
