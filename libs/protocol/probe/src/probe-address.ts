import {
  isNotLookedAt,
  type Offer,
  openSession,
  outcomeText,
  type SessionOutcome,
  withDeadline,
} from '#smtp-client';

import { type Phrase } from '#text';

import { certificateFindings } from './handshake-findings.js';
import { type DescribedHandshake, describeHandshake, uncompleted } from './describe-handshake.js';
import type { HostFacts, HostToProbe } from './host-lookup.js';
import {
  byImportance,
  type DaneState,
  type ProbeAddress,
  type ProbeFinding,
  type ProbeSender,
  resultOf,
  worstState,
} from './result.js';
import type { ProbeRun } from './probe-run.js';
import { judgeSenders } from './senders.js';
import { sessionFindings, slowness } from './session-findings.js';
import { asStep, phrase } from './phrases.js';

export interface ProbedAddress {
  readonly body: ProbeAddress;
  readonly senders: readonly ProbeSender[];
  readonly handshakes: readonly DescribedHandshake[];
}

/** A server that uses its time up in every phase of every connection is left after so many timeouts. */
const MOST_TIMEOUTS = 9;

/**
 * Connects to one address of a host: as any client would, then as one that knows RSA only and as one that knows ECDSA only.
 * One connection after the other: servers count the connections of a client, and hold back who brings many.
 */
export function probeAddress(
  address: string,
  host: HostToProbe,
  facts: HostFacts,
  run: ProbeRun,
): Promise<ProbedAddress> {
  return withDeadline(run.signal, run.options.connectTimeoutMs * MOST_TIMEOUTS, (signal) =>
    probeWithin(signal, address, host, facts, run),
  );
}

async function probeWithin(
  signal: AbortSignal,
  address: string,
  host: HostToProbe,
  facts: HostFacts,
  run: ProbeRun,
): Promise<ProbedAddress> {
  const began = run.now();
  const connect = connector(signal, address, host, facts, run);
  const first = await connect('any');
  const outcomes: (readonly [Offer, SessionOutcome])[] = [['any', first]];
  if (first.kind === 'secured') {
    for (const offer of ['rsa', 'ecdsa'] as const) outcomes.push([offer, await connect(offer)]);
  }
  const handshakes = outcomes.flatMap(
    ([offer, outcome]) => handshakeOf(offer, outcome, facts, run.options.akaNames, run.now()) ?? [],
  );
  const place = { host: host.name, address, port: host.port };
  const sendersOf = (shown: readonly DescribedHandshake[]): ProbeSender[] =>
    judgeSenders({ host, facts, first, handshakes: shown, now: run.now() });
  const findings = byImportance([
    ...sessionFindings(place, first, facts.dane === 'applies'),
    ...slowness(place, first, run.options.connectTimeoutMs),
    ...certificateFindings(place, handshakes, run.options, sendersOf, run.now()),
  ]);
  const body: ProbeAddress = {
    address,
    port: host.port,
    result: resultOf(findings),
    dane: daneOf(first, outcomes, handshakes),
    banner: 'banner' in first ? first.banner : null,
    starttls: startTlsOf(first, run.options.tlsOnConnect),
    handshakes: handshakes.map((one) => one.body),
    findings,
    durationMs: Math.max(0, Math.round(run.now() - began)),
  };
  run.step({ host: host.name, address, state: stateOf(body), ...asStep(summary(first, body)) });
  return { body, senders: sendersOf(handshakes), handshakes };
}

function connector(
  signal: AbortSignal,
  address: string,
  host: HostToProbe,
  { serverName }: HostFacts,
  { options, ports, step }: ProbeRun,
): (offer: Offer) => Promise<SessionOutcome> {
  return (offer) =>
    openSession(
      ports.dialer,
      {
        address,
        port: host.port,
        offer,
        signal,
        timeoutMs: options.connectTimeoutMs,
        serverName,
        tlsOnConnect: options.tlsOnConnect,
        heloName: options.heloName,
        authorities: ports.authorities ?? null,
        onStep: (said) => {
          const whole = offer === 'any' ? said : phrase('as-client', offer.toUpperCase(), said);
          step({ host: host.name, address, state: 'running', ...asStep(whole) });
        },
      },
      offer !== 'any',
    );
}

/** A certificate that was not looked at, first or second, keeps the address from being verified. */
function daneOf(
  first: SessionOutcome,
  outcomes: readonly (readonly [Offer, SessionOutcome])[],
  handshakes: readonly DescribedHandshake[],
): DaneState {
  switch (first.kind) {
    case 'not-connected':
      return ['not-looked-at', 'no-ipv6'].includes(first.dial.kind) ? 'not-looked-at' : 'unreachable';
    case 'not-served':
      return 'unreachable';
    case 'no-starttls':
    case 'tls-failed':
      return 'no-starttls';
    case 'secured':
      return worstState([
        ...handshakes.flatMap(({ body }) => body.dane ?? []),
        ...outcomes.flatMap(([, outcome]) => (isNotLookedAt(outcome) ? ['not-looked-at' as const] : [])),
      ]);
  }
}

function startTlsOf(first: SessionOutcome, isTlsOnConnect: boolean): boolean | null {
  if (isTlsOnConnect || first.kind === 'not-connected' || first.kind === 'not-served') return null;
  return first.kind !== 'no-starttls' || first.refusal !== null;
}

function stateOf({ result }: ProbeAddress): 'done' | 'warning' | 'error' {
  return result === 'ok' ? 'done' : result;
}

function summary(first: SessionOutcome, { dane, findings }: ProbeAddress): Phrase | ProbeFinding {
  if (first.kind !== 'secured') return outcomeText(first);
  const state = phrase(dane === 'not-looked-at' ? 'dane-not-looked-at' : dane);
  return mostImportant(findings) ?? phrase('tls-and-dane', first.tls.version, state);
}

function mostImportant([first]: readonly ProbeFinding[]): ProbeFinding | undefined {
  return first?.severity === 'info' ? undefined : first;
}

/** The handshake of a connection; null where the first one did not get as far as that. */
export function handshakeOf(
  offered: Offer,
  outcome: SessionOutcome,
  facts: HostFacts,
  akaNames: readonly string[],
  now: number,
): DescribedHandshake | null {
  if (outcome.kind === 'secured') return describeHandshake(offered, outcome.tls, facts, akaNames, now);
  if (outcome.kind !== 'tls-failed') {
    return offered === 'any' ? null : uncompleted(offered, 'failed', outcomeText(outcome));
  }
  // The server has just completed a handshake with a client that knows more: what it refuses is this kind.
  const isNotOffered = offered !== 'any' && outcome.failure.cause === 'refused';
  return isNotOffered
    ? uncompleted(offered, 'not-offered', null)
    : uncompleted(offered, 'failed', outcome.failure.why);
}
