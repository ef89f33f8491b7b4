/** docs/senders.md: who does what at which scenario. */
import type { CheckBody, ResultBody } from '#contracts';
import { GROUPS, type Mechanism, MECHANISMS, type ScenarioGroup } from '#scenarios';

import type { MatrixColumn } from './run-matrix.js';

type Measured = Extract<MatrixColumn, { readonly check: CheckBody }>;

const GROUP_TITLES: Readonly<Record<ScenarioGroup, string>> = {
  basics: 'Basics',
  records: 'TLSA records',
  certificates: 'Certificates',
  dnssec: 'DNSSEC',
  downgrade: 'Downgrade',
  topology: 'MX hosts and addresses',
  'mta-sts': 'MTA-STS',
};

const NAMES: Readonly<Record<Mechanism, string>> = { dane: 'DANE', 'mta-sts': 'MTA-STS' };

const SYMBOLS: Readonly<Record<ResultBody['state'], string>> = {
  delivered: 'TLS',
  'delivered-in-clear': 'clear',
  refused: 'no',
  'likely-refused': 'no',
  'not-tested': '·',
  'not-judged': '?',
  rejected: '?',
  left: 'left',
  lost: '?',
  'tls-failed': '?',
};

/** Where policies change: before and after. */
const PHASED: Readonly<Partial<Record<ResultBody['finding'], string>>> = {
  'refused-before-change': 'no → ·',
  'followed-new-policy': 'no → TLS',
  'kept-old-policy': 'no → no',
  'kept-withdrawn-policy': 'no → no',
  'forgot-withdrawn-policy': 'no → TLS',
};

const LEGEND = `- **TLS** delivered over TLS · **clear** delivered unencrypted · **no** not delivered: the sender left after it had seen the
  certificate, or found no TLS · **left** the sender completed TLS, said EHLO and left · **·** no session seen · **…** not tried within two
  minutes · **?** something else, such as a broken connection, or a delivery to the other of two addresses or MX hosts (at \`addr-two\`
  it is chance which one is tried first)
- **no → TLS** and the like, where a policy changes by the clock: first while it forbids delivery, then the retry after the change
- **✗** a standard requires otherwise · **(✗)** a standard recommends otherwise
- The column “RFC” says what a sender with DANE does, or one with MTA-STS in the section on it: **TLS**, **no**, or **–** where either is right. A sender without DANE
  delivers everywhere, so it fails wherever the column says **no**, and likewise one without MTA-STS. Those with postfix-mta-sts-resolver and
  chasquid look for policies, and trust the authority of these hosts.`;

/** Its package excludes that of every other mail server, and its paths are fixed. */
const COURIER = `Courier 1.0.16 as Debian ships it has no column: it was tried once by hand, in a container beside [the conformance
lab](lab.md). It delivers everywhere, over TLS where that is offered, and knows nothing of DANE; where STARTTLS is answered with 454
it defers. Its retry at \`retry\` was not waited for.`;

/** What its log says. */
const CHASQUID = `chasquid enforces MTA-STS, and no verdict says so: it completes the handshake, says EHLO, and only then judges the certificate
(“invalid security level”), as a monitoring probe would leave. Where the policy does not list the MX host it does not connect
(“skipped as per MTA-STA policy”). It takes any record that begins with \`v=STSv1;\` for a sign that there is a policy, be it malformed or one
of two, so it applies those of \`sts-two\` and \`sts-txt\`, where RFC 8461 §3.1 has senders assume none.`;

/** @param date of the measurement, as YYYY-MM-DD */
export function sendersPage(columns: readonly MatrixColumn[], date: string): string {
  const measured = columns.filter((column): column is Measured => 'check' in column);
  const left = columns.flatMap((column) => ('check' in column ? [] : [column]));
  return [
    '# What senders do',
    '',
    'Real mail servers at every scenario, each by one message to all addresses, in a signed zone behind a validating',
    `resolver on one machine. Measured on ${date} by \`npm run lab -- --matrix\`, which writes this page. It says what each did`,
    'in this version with these settings, not what it can be made to do.',
    '',
    ...table(
      ['sender', 'version', 'settings'],
      [
        ...measured.map(({ title, version, settings }) => [title, version, settings]),
        ...left.map(({ title, reason }) => [title, 'not measured', reason]),
      ],
    ),
    '',
    LEGEND,
    '',
    COURIER,
    '',
    ...GROUPS.flatMap((group) => groupSection(group, measured)),
    CHASQUID,
    '',
    '## In numbers',
    '',
    ...MECHANISMS.flatMap((mechanism) => [
      `Where ${NAMES[mechanism]} is measured:`,
      '',
      ...table(
        ['sender', 'as required', 'otherwise', 'not seen', 'outcome'],
        measured.map((column) => countsOf(column, mechanism)),
      ),
      '',
    ]),
    'Which of the two is enforced:',
    '',
    ...table(
      ['sender', 'enforced'],
      measured.map(({ title, check }) => [title, `\`${check.mtaSts?.protection ?? 'unknown'}\``]),
    ),
    '',
  ].join('\n');
}

function groupSection(group: ScenarioGroup, measured: readonly Measured[]): string[] {
  const scenarios = (measured[0]?.check.scenarios ?? []).filter((scenario) => scenario.group === group);
  if (scenarios.length === 0) return [];
  const rows = scenarios.map(({ id, title, expected, requirement }) => [
    `\`${id}\``,
    title,
    requirement === 'required' ? { delivered: 'TLS', refused: 'no', either: '–' }[expected] : '–',
    ...measured.map((column) => cellOf(column, id)),
  ]);
  return [
    `## ${GROUP_TITLES[group]}`,
    '',
    ...table(['', 'scenario', 'RFC', ...measured.map(({ title }) => title)], rows),
    '',
  ];
}

/** What the sender did there; it is the only one of its check. */
export function cellOf({ check, wasCut }: Pick<Measured, 'check' | 'wasCut'>, id: string): string {
  const results = check.servers.flatMap(({ results: all }) => all).filter(({ scenario }) => scenario === id);
  const result = results.find(({ state }) => state !== 'not-tested');
  if (result === undefined) return wasCut ? '…' : '·';
  const symbol = symbolOf(result, check);
  if (result.conclusion !== 'fail') return symbol;
  return `${symbol} ${result.requirement === 'required' ? '✗' : '(✗)'}`;
}

function symbolOf({ finding, state, scenario }: ResultBody, { observations }: CheckBody): string {
  if (finding !== 'delivered-without-policy') return PHASED[finding] ?? SYMBOLS[state];
  const isInClear = observations.some(
    (seen) => seen.scenario === scenario && seen.kind === 'delivered' && seen.tls === null,
  );
  return isInClear ? 'clear' : 'TLS';
}

/** Where one must not deliver, no session is as good as one that the sender ended. */
function countsOf(column: Measured, mechanism: Mechanism): string[] {
  const { title, check } = column;
  const outcome = mechanism === 'dane' ? check.verdict.outcome : check.mtaSts?.outcome;
  const cells = check.scenarios
    .filter((scenario) => scenario.requirement === 'required' && scenario.mechanism === mechanism)
    .map(({ id, expected }) => cellOf(column, id).replace(/^·$/, expected === 'refused' ? 'no' : '·'));
  const unseen = ['·', '…'];
  const count = (matches: (cell: string) => boolean) => String(cells.filter(matches).length);
  return [
    title,
    count((cell) => !unseen.includes(cell) && !cell.includes('✗')),
    count((cell) => cell.includes('✗')),
    count((cell) => unseen.includes(cell)),
    `\`${outcome ?? 'unknown'}\``,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
