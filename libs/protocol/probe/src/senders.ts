/**
 * What senders that use DANE make of one address: Postfix and Exim as measured, Exchange Online as documented, and the standards
 * by the letter. docs/probe.md says where each rule comes from.
 */
import type { SessionOutcome } from '#smtp-client';

import { type Phrase } from '#text';

import type { DescribedHandshake } from './describe-handshake.js';
import type { HostFacts, HostToProbe } from './host-lookup.js';
import type { ProbeAddress, ProbeSender, SenderVerdict } from './result.js';
import { type Judged, judgeRecords, type Sender, SENDERS } from './sender-rules.js';
import { asPhrase, phrase } from './phrases.js';

type Verdicts = Readonly<Record<Sender, Judged>>;

/** From what is worst for mail. */
const WORST_FIRST = [
  'deferred',
  'in-the-clear',
  'not-known',
  'either',
  'unauthenticated',
  'authenticated',
] as const satisfies readonly SenderVerdict[];

/** One address, as far as a sender meets it. */
export interface SeenAddress {
  readonly host: HostToProbe;
  readonly facts: HostFacts;
  readonly first: SessionOutcome;
  readonly handshakes: readonly DescribedHandshake[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function judgeSenders(seen: SeenAddress): ProbeSender[] {
  return said(verdictsOf(seen));
}

/** Who does what, a sentence for each verdict; null where none of them delivers. */
export function whoIsWho(senders: readonly ProbeSender[]): Phrase[] | null {
  if (senders.every(({ verdict }) => verdict === 'deferred')) return null;
  return WORST_FIRST.flatMap((verdict) => {
    const names = senders.filter((one) => one.verdict === verdict).map(({ sender }) => sender);
    return names.length === 0 ? [] : [phrase('senders-do', names.join(', '), phrase(verdict))];
  });
}

/** Of a whole host: a sender may meet any of its addresses that answer, so the worst counts. */
export function worstSenders(
  addresses: readonly {
    readonly body: Pick<ProbeAddress, 'address' | 'dane'>;
    readonly senders: readonly ProbeSender[];
  }[],
): ProbeSender[] {
  const reached = addresses.filter(({ body }) => body.dane !== 'unreachable');
  return SENDERS.flatMap((sender) => {
    const all = (reached.length > 0 ? reached : addresses).flatMap(({ body: { address }, senders }) =>
      senders.filter((one) => one.sender === sender).map((one) => ({ address, one })),
    );
    const worst = WORST_FIRST.flatMap((verdict) => all.filter(({ one }) => one.verdict === verdict))[0];
    if (worst === undefined) return [];
    const isEverywhere = all.every(({ one }) => one.verdict === worst.one.verdict);
    return [
      isEverywhere ? worst.one : { ...worst.one, ...phrase('sender-at', worst.address, asPhrase(worst.one)) },
    ];
  });
}

/** Where none gets as far as the server. */
export function lostSenders(reason: Phrase): ProbeSender[] {
  return said(everyone('deferred', reason));
}

/** Where nobody validated DNS answers, nobody knows what a sender sees. */
export function unknownSenders(): ProbeSender[] {
  return said(everyone('not-known', phrase('nobody-validates')));
}

function said(verdicts: Verdicts): ProbeSender[] {
  return SENDERS.map((sender) => {
    const { verdict, reason } = verdicts[sender];
    const does = phrase(verdict);
    return { sender, verdict, ...(reason === null ? does : phrase('sender-because', does, reason)) };
  });
}

function everyone(verdict: SenderVerdict, reason: Phrase | null = null): Verdicts {
  return bySender(() => ({ verdict, reason }));
}

function verdictsOf(seen: SeenAddress): Verdicts {
  const { first, facts, host } = seen;
  if (first.kind === 'not-connected' && ['not-looked-at', 'no-ipv6', 'forbidden'].includes(first.dial.kind)) {
    return everyone('not-known', phrase('not-connected'));
  }
  if (facts.dane === 'bogus' && !isSkippedBySome(seen)) return everyone('deferred', phrase('dns-fails'));
  if (first.kind === 'not-served' && first.cause === 'silent')
    return everyone('not-known', phrase('server-too-slow'));
  if (first.kind === 'not-connected' || first.kind === 'not-served') return everyone('deferred');
  if (facts.dane !== 'applies' && facts.dane !== 'bogus') return withoutDane(first);
  return host.nextHop?.secure === false ? withInsecureMx(seen, first) : withDane(seen);
}

type Served = Exclude<SessionOutcome, { readonly kind: 'not-connected' | 'not-served' }>;

/** Opportunistic TLS: where it fails, Postfix (`may`) and Exim (`tls_tempfail_tryclear`) go on in the clear. */
function withoutDane(first: Served): Verdicts {
  if (first.kind === 'secured') return everyone('unauthenticated');
  if (first.kind === 'no-starttls' && first.refusal === null) return everyone('in-the-clear');
  const reason = phrase('tls-fails');
  return {
    ...everyone('in-the-clear', reason),
    'Exchange Online': { verdict: 'not-known', reason },
    'RFC 7672': { verdict: 'either', reason: phrase('opportunistic') },
  };
}

/** RFC 7672 §2.2.1 leaves open whether DANE is used then. Postfix does (smtp_tls_dane_insecure_mx_policy), Exim does not. */
function withInsecureMx(seen: SeenAddress, first: Served): Verdicts {
  const reason = phrase('signed-mx-only');
  const { Exim, 'Exchange Online': exchange } = withoutDane(first);
  return {
    Postfix: withDane(seen).Postfix,
    Exim: { ...Exim, reason },
    'Exchange Online': { ...exchange, reason },
    'RFC 7672': {
      verdict: 'either',
      reason: phrase('unsigned-mx'),
    },
  };
}

/** TLSA records that cannot be looked up do not concern those who use DANE with signed MX records only. */
function isSkippedBySome({ facts, host }: SeenAddress): boolean {
  return host.nextHop?.secure === false && facts.addresses.length > 0;
}

function withDane({ facts, host, first, handshakes, now }: SeenAddress): Verdicts {
  if (facts.dane === 'bogus') return everyone('deferred', phrase('dns-fails'));
  if (first.kind !== 'secured') return everyone('deferred', phrase('tls-promised'));
  const presented = handshakes.filter(({ verification }) => verification !== null);
  return bySender((sender) => {
    const [any, ...others] = presented.map((one) =>
      judgeRecords(sender, one.verification?.records ?? [], { ...one, host: host.name, now }),
    );
    const isSame = others.every(({ verdict }) => verdict === any?.verdict);
    if (any !== undefined && isSame) return any;
    return { verdict: 'not-known', reason: phrase('by-certificate') };
  });
}

function bySender(judge: (sender: Sender) => Judged): Verdicts {
  return {
    Postfix: judge('Postfix'),
    Exim: judge('Exim'),
    'Exchange Online': judge('Exchange Online'),
    'RFC 7672': judge('RFC 7672'),
  };
}
