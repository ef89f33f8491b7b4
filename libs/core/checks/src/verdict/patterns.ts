/**
 * What several results of a server have in common with a known fault or limit of a mail system: a hint where to look. It says
 * nothing about which software runs there, and changes no verdict.
 */
import { isControl } from '#scenarios';

import { isRefusal } from '../session-outcome.js';

import type { Facts } from './facts.js';
import type { Message } from './message.js';
import type { ServerResults } from './results.js';
import { type Catalogue, isAt, labelOf } from './servers.js';
import type { SeenObservation } from './verdict.js';

export const PATTERNS = [
  /** It verifies DANE-EE(3) alone, and delivers to hosts with DANE-TA(2) alone, whatever those records say. */
  'issuer-records-ignored',
  /** It accepts an issuer by DANE-TA(2) only if a public CA stands behind it. */
  'issuer-needs-public-ca',
  /** It demands that a record of each usage match, where one is enough. */
  'every-usage-must-match',
  /** It takes TLSA records that cannot be looked up for none. */
  'failed-lookup-taken-for-none',
  /** It looks at the dates of a certificate that DANE-EE(3) matches. */
  'dates-of-matched-certificate',
  /** It uses DANE where there is an MX record, and not at a host without one. */
  'implicit-mx-forgotten',
  /** It does not follow an alias to TLSA records. */
  'alias-not-followed',
  /** It takes PKIX-EE(1) for DANE-EE(3). */
  'pkix-records-taken-for-dane',
  /** It names no host in TLS: where it refuses a certificate, nothing shows whose host that was. */
  'no-server-name',
] as const;
export type PatternCode = (typeof PATTERNS)[number];

interface Pattern {
  /** By scenario; all of them have to be tested and proven. */
  readonly seen: Readonly<Record<string, 'delivers' | 'refuses'>>;
  /** What its sessions have in common besides. */
  readonly also?: (server: ServerResults) => boolean;
  /** Nothing is seen where a refusal would show DANE, and a minute has passed. */
  readonly elsewhereSilent?: true;
  /** A public account of a system that did so, or else the rule that it misses. */
  readonly reference: string;
}

const TABLE: Readonly<Record<PatternCode, Pattern>> = {
  'issuer-records-ignored': {
    seen: { wrong: 'refuses', 'ta-bad': 'delivers' },
    reference: 'https://www.rfc-editor.org/rfc/rfc7672#section-3.1.2',
  },
  'issuer-needs-public-ca': {
    // One that does not know usage 2 refuses at `dont` as well when it demands DANE, and at `mtype` when it delivers only by records
    // that it can use.
    seen: { ee: 'delivers', dont: 'delivers', mtype: 'delivers', ta: 'refuses' },
    reference: 'https://github.com/foxcpp/maddy/issues/292',
  },
  'every-usage-must-match': {
    // One that wants every record to match, or looks at the first alone, refuses during a rollover.
    seen: { ee: 'delivers', rollover: 'delivers', 'ee-right': 'refuses' },
    reference: 'https://github.com/stalwartlabs/stalwart/issues/2287',
  },
  'failed-lookup-taken-for-none': {
    seen: { wrong: 'refuses', lame: 'delivers' },
    reference: 'https://github.com/KumoCorp/kumomta/issues/543',
  },
  'dates-of-matched-certificate': {
    seen: { ee: 'delivers', 'exp-ee': 'refuses' },
    // One that goes by authorities alone, and trusts that of the instance, looks at dates, too, and delivers at `wrong`. What was
    // refused where one must deliver keeps this refusal from being proven.
    also: ({ server }) => server.seen.some((each) => each.scenario === 'wrong' && isRefusal(each)),
    reference: 'https://www.rfc-editor.org/rfc/rfc7672#section-3.1.1',
  },
  'implicit-mx-forgotten': {
    // Where there are records of usage 2 as well, one that does not verify those delivers.
    seen: { 'mx-wrong': 'refuses', 'ee-bad': 'delivers', wrong: 'delivers' },
    reference: 'https://www.rfc-editor.org/rfc/rfc7672#section-2.2.1',
  },
  'alias-not-followed': {
    // One that uses DANE for domains without an MX record alone delivers at both.
    seen: { wrong: 'refuses', 'mx-wrong': 'refuses', 'cname-bad': 'delivers' },
    reference: 'https://www.rfc-editor.org/rfc/rfc7671#section-7',
  },
  // A sender that demands DANE refuses at both.
  'pkix-records-taken-for-dane': {
    seen: { mtype: 'delivers', 'pkix-bad': 'refuses' },
    reference: 'https://www.rfc-editor.org/rfc/rfc7672#section-3.1.3',
  },
  'no-server-name': {
    seen: { do: 'delivers' },
    also: ({ controls: { valid } }) => valid.length > 0 && valid.every(({ tls }) => tls?.serverName === null),
    elsewhereSilent: true,
    reference: 'https://www.rfc-editor.org/rfc/rfc7672#section-8.1',
  },
};

/**
 * A statement for each pattern that is seen, with the servers that show it.
 *
 * @param patient true once a minute has passed since the last host was first heard of
 */
export function patternsOf(
  { results: { servers, members }, broken, catalogue }: Facts,
  patient: boolean,
): Message[] {
  const isSilent = patient && !broken.connected;
  const all = [...servers, ...members];
  const gaveIn = refusedControls(all, catalogue);
  const steady = all.filter((each) => !changesMind(each));
  return PATTERNS.flatMap((pattern): Message[] => {
    const { seen, also = () => true, elsewhereSilent, reference } = TABLE[pattern];
    if (elsewhereSilent === true && !isSilent) return [];
    const deeds = Object.entries(seen);
    if (deeds.some(([id, deed]) => deed === 'delivers' && gaveIn.has(id))) return [];
    const showing = steady.filter(
      (each) => deeds.every(([id, deed]) => isProven(each, id, deed)) && also(each),
    );
    if (showing.length === 0) return [];
    return [
      {
        code: 'same-pattern',
        facts: { who: showing.map(({ server }) => labelOf(server)), pattern, reference },
      },
    ];
  });
}

/** Where a pool refuses and delivers as well, it goes by something else, such as time. */
function refusedControls(servers: readonly ServerResults[], catalogue: Catalogue): ReadonlySet<string> {
  const seen = servers.flatMap(({ server }) => server.seen);
  return new Set(
    seen
      .filter((each) => isRefusal(each) && isAt(isControl, each, catalogue))
      .map(({ scenario }) => scenario),
  );
}

/** Whether it delivered to a host whose certificate it had refused, or refused later: it goes by something else at others, too. */
function changesMind({ server: { seen } }: ServerResults): boolean {
  const refused = new Set(seen.filter(isRefusal).map(shownAt));
  return seen.some((each) => each.kind === 'delivered' && refused.has(shownAt(each)));
}

function shownAt({ scenario, evidence }: SeenObservation): string {
  return `${scenario} ${evidence?.certificate}`;
}

/** In the clear it was shown no certificate. */
function isProven({ results }: ServerResults, id: string, deed: 'delivers' | 'refuses'): boolean {
  const state = results.find(({ scenario }) => scenario === id)?.state;
  return state === (deed === 'refuses' ? 'refused' : 'delivered');
}
