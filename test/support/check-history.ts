/**
 * Histories of a check in words: `mx1 delivers do`, `20m mx1 refuses wrong by alert`. Each line is one session; it happens a
 * second after the one before, or at the time that it begins with.
 *
 *     [TIME] WHO DOES SCENARIO [over HOST [of TOKEN]] [as NAME] [message ID] [session ID] [beside] [in clear] [by alert]
 *         [released | fallback] [shared | same-client] [nameless | naming HOST] [queued TIME | undated]
 *
 * `beside`: it had been opened together with the one before. `nameless`: without a server name (SNI), `naming`: with that one. `queued`: the
 * message says that it was queued so long before the session (`undated`: it says nothing; otherwise that was not recorded).
 */
import type {
  Observation,
  ObservationKind,
  SessionEvidence,
  SessionStage,
  SessionTiming,
  Verdict,
} from '#checks';
import type { CertificateId } from '#scenarios';

export const START = Date.parse('2026-01-05T10:00:00Z');
export const DOMAIN = 'havedane.test';
export const TOKEN = '0123456789ab';

/** An observation of any catalogue. */
export type HistoryEntry = Omit<Observation, 'scenario'> & { readonly scenario: string };

/** Two servers of one pool, its IPv6 address, and others: a laptop, a monitor, a neighbour who claims to be the first. */
export const CLIENTS: Readonly<Record<string, readonly [address: string, name: string]>> = {
  mx1: ['192.0.2.1', 'mx1.example.net'],
  mx2: ['192.0.2.2', 'mx2.example.net'],
  mx3: ['198.51.100.3', 'out.other.example'],
  mx6: ['2001:db8::25', 'mx1.example.net'],
  privacy: ['2001:db8::a1b2', 'mx1.example.net'],
  laptop: ['203.0.113.7', 'laptop.lan'],
  monitor: ['203.0.113.8', 'monitor.example.org'],
  neighbour: ['192.0.2.77', 'mx1.example.net'],
};

type Deed = readonly [kind: ObservationKind, evidence: Partial<SessionEvidence>];

const left = (reached: SessionStage): Deed => ['left', { end: 'quit', reached }];

const DEEDS: Readonly<Record<string, Deed>> = {
  fetches: ['policy-fetch', {}],
  opens: ['tls-established', { end: 'open' }],
  delivers: ['delivered', { end: 'open', reached: 'data' }],
  refuses: ['refused', { end: 'quit', reached: 'nothing' }],
  closes: ['tls-failed', { end: 'client-closed' }],
  resets: ['tls-failed', { end: 'client-reset' }],
  fails: ['tls-failed', { end: 'server-closed', certificate: null, sinceCertificateMs: null }],
  greets: left('greeted'),
  mails: left('mail'),
  loses: ['lost', { end: 'client-reset', reached: 'greeted' }],
  asks: ['rejected', { end: 'quit', reached: 'greeted', reply: '454 4.7.0 TLS not available' }],
  errs: ['rejected', { end: 'client-closed', reached: 'mail', reply: '552 5.3.4 Message too big' }],
};

/** What a sender with DANE does. */
export const ENFORCED = ['mx1 delivers do', 'mx1 delivers dont', 'mx1 refuses wrong'] as const;

/** The state and finding of each server at each scenario: `mx1 wrong: refused (refused-unmatched-certificate)`. */
export function resultsOf({ servers }: Verdict): string[] {
  const name = (address: string): string =>
    Object.keys(CLIENTS).find((each) => CLIENTS[each]?.[0] === address) ?? address;
  return servers.flatMap(({ address, results }) =>
    results.map(({ scenario, state, finding }) => `${name(address)} ${scenario}: ${state} (${finding})`),
  );
}

export function history(...lines: readonly string[]): HistoryEntry[] {
  let at = START - 1000;
  let openedAt = at;
  return lines.map((line, index) => {
    const words = line.split(' ');
    at = /^\d/.test(words[0] ?? '') ? START + timeOf(words.shift() ?? '') : at + 1000;
    if (!words.includes('beside')) openedAt = at - 100;
    return entryOf(index + 1, { openedAt, at }, words);
  });
}

interface Times {
  readonly openedAt: number;
  readonly at: number;
}

function entryOf(id: number, times: Times, words: readonly string[]): HistoryEntry {
  const [who = '', does = '', scenario = ''] = words;
  const client = CLIENTS[who];
  const deed = DEEDS[does];
  if (client === undefined || deed === undefined) throw new Error(`no such history: ${words.join(' ')}`);
  const [kind] = deed;
  const isClassic = words.includes('same-client') || words.includes('shared');
  const host = isClassic ? `${scenario}.${DOMAIN}` : `${TOKEN}.${scenario}.${DOMAIN}`;
  const over = after(words, 'over');
  const isNameless = words.includes('nameless');
  const opened = over === undefined ? host : `${after(words, 'of') ?? TOKEN}.${over}.${DOMAIN}`;
  const named = after(words, 'naming') ?? opened;
  return {
    id,
    at: times.at,
    kind,
    scenario,
    clientAddress: client[0],
    clientName: after(words, 'as') ?? client[1],
    attribution: isClassic ? 'same-client' : 'exact',
    ...(isClassic ? { exclusive: words.includes('same-client') } : {}),
    tls: words.includes('clear')
      ? null
      : { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: isNameless ? null : named },
    detail: 'What happened.',
    query: null,
    evidence: { ...evidenceOf(id, words, host, kind), timing: timingOf(times, words), ...deed[1] },
  };
}

function evidenceOf(
  id: number,
  words: readonly string[],
  host: string,
  kind: ObservationKind,
): SessionEvidence {
  const inClear = words.includes('clear');
  const messageId = after(words, 'message') ?? 'm1';
  const isDelivered = kind === 'delivered';
  return {
    session: after(words, 'session') ?? `s-${id}`,
    clientPort: 40_000,
    end: 'open',
    alert: words.includes('alert') ? 'bad_certificate' : null,
    certificate: inClear ? null : certificateOf(words),
    sinceCertificateMs: inClear ? null : 5,
    reached: null,
    reply: null,
    timing: null,
    mailFrom: isDelivered ? 'visitor@example.net' : null,
    recipient: isDelivered ? `test@${host}` : null,
    messageId: isDelivered && messageId !== 'none' ? `<${messageId}@example.net>` : null,
    size: null,
  };
}

function certificateOf(words: readonly string[]): CertificateId {
  if (words.includes('fallback')) return 'fallback';
  return words.includes('released') ? 'spare' : 'leaf';
}

function timingOf({ openedAt }: Times, words: readonly string[]): SessionTiming {
  const nothing = { ehlo: null, startTls: null, clientHello: null, certificate: null, mail: null };
  const timing = { connectedAt: openedAt, ...nothing };
  if (words.includes('undated')) return { ...timing, queuedAt: null };
  const before = after(words, 'queued');
  return before === undefined ? timing : { ...timing, queuedAt: openedAt - timeOf(before) };
}

function after(words: readonly string[], word: string): string | undefined {
  return words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
}

/** `90s`, `20m`, `3h` or `2d`. */
function timeOf(words: string): number {
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[words.at(-1) ?? ''];
  if (unit === undefined) throw new Error(`no such time: ${words}`);
  return Number.parseInt(words, 10) * unit;
}
