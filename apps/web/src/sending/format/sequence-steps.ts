/** What one server did at one scenario, as the steps of a sequence diagram. */
import type { CheckBody, CheckScenarioBody, ObservationBody, ResultBody, ServerBody } from '#contracts';

import { tlsVersionNumber } from '../../shared/format/tls-version.js';
import type { Tone } from '../../shared/state/tab.js';
import { shortName } from './matrix-rows.js';
import { t } from '../../shared/texts.js';

export type Lane = 'resolver' | 'server' | 'host';

export interface SequenceStep {
  readonly from: Lane;
  readonly to: Lane;
  readonly text: string;
  /** Milliseconds since it connected; null where that is not known. */
  readonly ms: number | null;
  readonly tone: Tone;
  /** Did not happen. */
  readonly isMissing?: boolean;
  /** Where a server that enforces DANE stops: after this step. */
  readonly isLimit?: boolean;
}

export interface Sequence {
  readonly scenario: CheckScenarioBody;
  readonly server: string;
  readonly lanes: readonly Lane[];
  readonly steps: readonly SequenceStep[];
}

/**
 * Of the result that decides: a failure, or else a refusal, or else what was seen.
 *
 * @param only the scenario whose results are meant; null for all
 */
export function sequenceOf(check: CheckBody, only: string | null): Sequence | null {
  for (const isWanted of WANTED) {
    for (const server of check.servers) {
      const result = server.results.find(
        (each) => isWanted(each) && (only === null ? decidesVerdict(check, each) : each.scenario === only),
      );
      const sequence = result === undefined ? null : sequenceOfResult(check, server, result);
      if (sequence !== null) return sequence;
    }
  }
  return null;
}

/** What the verdict above is about. */
function decidesVerdict({ scenarios }: CheckBody, { scenario }: ResultBody): boolean {
  return scenarios.some(({ id, mechanism }) => id === scenario && mechanism === 'dane');
}

const WANTED: readonly ((result: ResultBody) => boolean)[] = [
  ({ conclusion, requirement }) => conclusion === 'fail' && requirement === 'required',
  ({ conclusion }) => conclusion === 'fail',
  ({ state, conclusion }) => state === 'refused' && conclusion === 'pass',
  ({ state }) => state === 'likely-refused' || state === 'tls-failed',
  ({ state }) => state !== 'not-tested',
];

function sequenceOfResult(check: CheckBody, server: ServerBody, result: ResultBody): Sequence | null {
  const scenario = check.scenarios.find(({ id }) => id === result.scenario);
  const seen = check.observations.filter((each) => each.scenario === result.scenario);
  const ended = seen.filter(
    ({ clientAddress, kind }) => clientAddress === server.address && !NO_ENDS.includes(kind),
  );
  const session = ended.find(({ kind }) => KINDS_OF_STATE[result.state]?.includes(kind)) ?? ended.at(-1);
  if (scenario === undefined || session === undefined) return null;
  const steps = [
    ...lookups(seen, session, result),
    ...fetchSteps(session, result),
    ...sessionSteps(session, scenario, result),
  ];
  const lanes: Lane[] = steps.some(({ from }) => from === 'resolver')
    ? ['resolver', 'server', 'host']
    : ['server', 'host'];
  return { scenario, server: shortName(server), lanes, steps };
}

/** What was seen beside the sessions or during one. */
const NO_ENDS: readonly ObservationBody['kind'][] = ['dns-query', 'policy-fetch', 'tls-established'];

const KINDS_OF_STATE: Readonly<Record<string, readonly ObservationBody['kind'][]>> = {
  delivered: ['delivered'],
  'delivered-in-clear': ['delivered'],
  refused: ['refused', 'tls-failed'],
  'likely-refused': ['refused', 'tls-failed'],
};

function connectedAt({ at, evidence }: ObservationBody): number | null {
  return evidence?.timing?.connectedAt ?? (evidence === null ? null : Date.parse(at));
}

/** Until the session ended: which types were asked for, each once, with the first time. */
function lookups(
  seen: readonly ObservationBody[],
  session: ObservationBody,
  result: ResultBody,
): SequenceStep[] {
  const queries = seen.filter(({ kind, at }) => kind === 'dns-query' && at <= session.at);
  if (queries.length === 0) return [];
  const isTlsa = ({ query }: ObservationBody): boolean => query?.type === 'TLSA';
  const isBelow = ({ query }: ObservationBody): boolean => query?.name.startsWith('_') === true;
  const addresses = queries.filter((each) => !isTlsa(each) && !isBelow(each));
  const tlsa = queries.filter(isTlsa);
  const types = [...new Set(addresses.flatMap(({ query }) => query?.type ?? []))];
  const ask = (text: string, of: readonly ObservationBody[], tone: Tone): SequenceStep[] =>
    of.length === 0 ? [] : [{ from: 'resolver', to: 'host', text, ms: since(session, of[0]), tone }];
  const isSigned = tlsa.some(({ query }) => query?.dnssecOk === true);
  const isNever = tlsa.length === 0 && !queries.some(isBelow) && result.conclusion === 'fail';
  return [
    ...ask(`${types.join(', ')}?`, addresses, 'info'),
    ...ask(isSigned ? 'TLSA? DNSSEC' : t.result.sequence.noDnssec, tlsa, isSigned ? 'info' : 'bad'),
    ...(isNever
      ? [
          {
            from: 'resolver',
            to: 'host',
            text: t.result.sequence.neverAsked,
            ms: null,
            tone: 'bad',
            isMissing: true,
          } as const,
        ]
      : []),
  ];
}

/** The last request for the policy before the session ended. One that was not seen says nothing. */
function fetchSteps(session: ObservationBody, { fetches }: ResultBody): SequenceStep[] {
  const fetch = fetches.find(({ at }) => at <= session.at);
  if (fetch === undefined) return [];
  const text = t.result.sequence.policy(fetch.status);
  return [{ from: 'server', to: 'host', text, ms: since(session, fetch), tone: 'info' }];
}

function since(session: ObservationBody, earlier: { readonly at: string } | undefined): number | null {
  const start = connectedAt(session);
  return start === null || earlier === undefined ? null : Date.parse(earlier.at) - start;
}

function sessionSteps(
  session: ObservationBody,
  scenario: CheckScenarioBody,
  result: ResultBody,
): SequenceStep[] {
  const timing = session.evidence?.timing ?? null;
  const out = (text: string, ms: number | null, tone: Tone = 'info'): SequenceStep => ({
    from: 'server',
    to: 'host',
    text,
    ms,
    tone,
  });
  // Under a policy of MTA-STS there are no TLSA records to compare with.
  const isDane = scenario.mechanism === 'dane';
  const mustStop = isDane && scenario.expected === 'refused';
  return [
    out('TCP connect', timing === null ? null : 0),
    ...(session.tls === null
      ? [
          out('EHLO', timing?.ehlo ?? null),
          { ...out(t.result.sequence.noStartTls, null, 'bad'), isMissing: true, isLimit: mustStop },
        ]
      : [
          out('EHLO, STARTTLS', timing?.startTls ?? null),
          out(
            `TLS ${tlsVersionNumber(session.tls.version)}, ${session.tls.serverName === null ? t.result.sequence.noSni : 'SNI'}`,
            timing?.clientHello ?? null,
          ),
          {
            from: 'host' as const,
            to: 'server' as const,
            text: t.result.sequence.certificate[isDane ? scenario.expected : 'either'],
            ms: timing?.certificate ?? null,
            tone: 'info' as const,
            isLimit: mustStop,
          },
        ]),
    ...endSteps(session, toneOf(result.conclusion)),
  ];
}

function toneOf(conclusion: ResultBody['conclusion']): Tone {
  switch (conclusion) {
    case 'pass':
      return 'good';
    case 'fail':
      return 'bad';
    case 'info':
      return 'info';
    case 'waiting':
      return 'warn';
  }
}

function endSteps(session: ObservationBody, tone: Tone): SequenceStep[] {
  const { evidence } = session;
  const timing = evidence?.timing ?? null;
  const endMs = timing === null ? null : Math.max(0, Date.parse(session.at) - timing.connectedAt);
  if (session.kind === 'delivered') {
    return [
      { from: 'server', to: 'host', text: 'MAIL RCPT DATA', ms: timing?.mail ?? null, tone },
      { from: 'host', to: 'server', text: t.result.sequence.delivered, ms: endMs, tone },
    ];
  }
  return [{ from: 'server', to: 'host', text: endText(session), ms: endMs, tone }];
}

function endText({ evidence, kind }: ObservationBody): string {
  const alert = evidence?.alert ?? null;
  if (alert !== null) return alert.replaceAll('_', ' ');
  const reply = evidence?.reply ?? null;
  if (reply !== null) return t.result.sequence.error(reply.slice(0, 3));
  switch (evidence?.end ?? 'open') {
    case 'quit':
      return 'QUIT';
    case 'client-reset':
      return t.result.sequence.reset;
    case 'timed-out':
      return t.result.sequence.silence;
    case 'server-closed':
      return t.result.sequence.closedByUs;
    case 'client-alert':
    case 'client-closed':
    case 'open':
      return kind === 'lost' ? t.result.sequence.lost : t.result.sequence.hangsUp;
  }
}
