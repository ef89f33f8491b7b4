/** The record at `_mta-sts.DOMAIN`, which says that there is a policy and which one (RFC 8461 §3.1). */
import type { X509Certificate } from 'node:crypto';

import { type InvalidRecord, readTextRecord, withoutBlanks } from '#dns';
import { because, detail, type Phrase, type Why } from '#text';

export type MtaStsRecord =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'found';
      readonly text: string;
      readonly id: string;
      /** Keys that are there again though only their first value counts (RFC 8461 §3.2). */
      readonly repeated: readonly string[];
    }
  | InvalidRecord;

/** Of a field that is shown because it cannot be read. */
const LONGEST_QUOTE = 255;

export function readMtaStsRecord(texts: readonly string[]): MtaStsRecord {
  const record = readTextRecord(texts, 'STSv1');
  if (record.kind !== 'found') return record;
  const { text, fields } = record;
  const invalid = (why: Phrase): MtaStsRecord => ({ kind: 'invalid', text, ...because(why) });
  // sts-ext-value has neither spaces nor "=": of a record that breaks the syntax, a sender takes none.
  const bad = fields.find(({ value }) => /[ =]/.test(value));
  if (bad !== undefined)
    return invalid(detail('record-bad-field', `${bad.key}=${bad.value}`.slice(0, LONGEST_QUOTE)));
  const id = fields.find(({ key }) => key === 'id')?.value;
  if (id === undefined) return invalid(detail('record-no-id'));
  if (!/^[a-z0-9]{1,32}$/i.test(id)) return invalid(detail('record-bad-id'));
  const keys = fields.map(({ key }) => key);
  const repeated = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
  return { kind: 'found', text, id, repeated };
}

// The policy itself (RFC 8461 §3.2), and which hosts it covers (§4.1).

export const MTA_STS_MODES = ['enforce', 'testing', 'none'] as const;
export type MtaStsMode = (typeof MTA_STS_MODES)[number];

export interface MtaStsPolicy {
  readonly mode: MtaStsMode;
  /** Host names, or `*.` and a domain. */
  readonly mx: readonly string[];
  /** Seconds. */
  readonly maxAge: number;
}

export type ReadPolicy =
  | {
      readonly kind: 'policy';
      readonly policy: MtaStsPolicy;
      /** Keys that are there again though only their first value counts. */
      readonly repeated: readonly string[];
      /** Keys that RFC 8461 does not define; senders ignore them. */
      readonly unknown: readonly string[];
      /** The numbers of the first lines that are blank, from 1 on: the syntax has none. */
      readonly blank: readonly number[];
    }
  | ({ readonly kind: 'invalid' } & Why);

/** RFC 8461 §3.2: about a year. */
const LONGEST_MAX_AGE = 31_557_600;
/** Far more than any policy has: the senders' fetchers have bounds too (RFC 8461 §10.3). */
const MOST_LINES = 1_000;
const LONGEST_LINE = 1_024;
/** `*.` and a domain name (RFC 1035 §2.3.4). */
const LONGEST_NAME = 255;
const LABEL = '[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?';
const PATTERN = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`, 'i');

const SINGLE_KEYS: readonly string[] = ['version', 'mode', 'max_age'];

const BYTE_ORDER_MARK = '\ufeff';

export function readMtaStsPolicy(text: string): ReadPolicy {
  if (text.startsWith(BYTE_ORDER_MARK)) return invalid(detail('policy-byte-order-mark'));
  const lines = text.split(/\r?\n/, MOST_LINES + 1);
  if (lines.length > MOST_LINES) return invalid(detail('policy-many-lines', MOST_LINES));
  if (lines.some(({ length }) => length > LONGEST_LINE))
    return invalid(detail('policy-long-line', LONGEST_LINE));
  const fields = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^([a-z0-9][a-z0-9_.-]{0,31}):((?:\P{Cc}|\t)*)$/iu.exec(line) ?? line);
  const bad = fields.find((field) => typeof field === 'string');
  if (bad !== undefined) return invalid(detail('policy-bad-line', bad.slice(0, 100)));

  const valuesOf = (key: string): string[] =>
    fields.flatMap((field) => (field[1] === key ? [withoutBlanks(field[2] ?? '')] : []));
  // RFC 8461 §3.2: of a key that is there twice the first counts, but for mx.
  const [version] = valuesOf('version');
  const [mode] = valuesOf('mode');
  const [maxAge = ''] = valuesOf('max_age');
  const mx = valuesOf('mx');
  if (version !== 'STSv1') return invalid(detail('policy-no-version'));
  if (!isMode(mode)) return invalid(detail('policy-bad-mode'));
  if (!/^\d{1,10}$/.test(maxAge) || Number(maxAge) > LONGEST_MAX_AGE) {
    return invalid(detail('policy-bad-max-age', LONGEST_MAX_AGE));
  }
  const badPattern = mx.find((pattern) => pattern.length > LONGEST_NAME || !PATTERN.test(pattern));
  if (badPattern !== undefined) return invalid(detail('policy-bad-mx', badPattern.slice(0, 100)));
  if (mode !== 'none' && mx.length === 0) return invalid(detail('policy-no-mx'));
  const keys = fields.map((field) => field[1] ?? '');
  return {
    kind: 'policy',
    policy: { mode, mx, maxAge: Number(maxAge) },
    repeated: SINGLE_KEYS.filter((key) => keys.indexOf(key) !== keys.lastIndexOf(key)),
    blank: blankLines(lines),
    unknown: [...new Set(keys)].filter((key) => key !== 'mx' && !SINGLE_KEYS.includes(key)),
  };
}

const MOST_BLANK_LINES = 5;

/** The end of the last line is not one more. */
function blankLines(lines: readonly string[]): readonly number[] {
  const numbers = lines.flatMap((line, index) => {
    const isEnd = index === lines.length - 1 && line === '';
    return line.trim() === '' && !isEnd ? [index + 1] : [];
  });
  return numbers.slice(0, MOST_BLANK_LINES);
}

/** Whether a pattern covers the host; a star stands for one label (RFC 8461 §4.1). */
export function coversHost({ mx }: Pick<MtaStsPolicy, 'mx'>, host: string): boolean {
  const name = host.toLowerCase();
  const parent = name.slice(name.indexOf('.') + 1);
  return mx.some((pattern) => {
    const wanted = pattern.toLowerCase();
    return wanted.startsWith('*.') ? name.includes('.') && wanted.slice(2) === parent : wanted === name;
  });
}

/** Whether the certificate has a DNS-ID for the host; its common name does not count (RFC 8461 §3.3, §4.2). */
export function isForHost(certificate: X509Certificate, host: string): boolean {
  return certificate.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined;
}

function isMode(mode: string | undefined): mode is MtaStsMode {
  return MTA_STS_MODES.some((known) => known === mode);
}

function invalid(why: Phrase): ReadPolicy {
  return { kind: 'invalid', ...because(why) };
}
