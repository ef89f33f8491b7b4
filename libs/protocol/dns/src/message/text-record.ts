/** Records of the form `v=NAME; key=value; …`, as MTA-STS (RFC 8461 §3.1) and TLSRPT (RFC 8460 §3) have them in TXT. */
import { because, detail, type Why } from '#text';

export type TextRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly text: string; readonly fields: readonly Field[] }
  | InvalidRecord;

export interface InvalidRecord extends Why {
  readonly kind: 'invalid';
  readonly text: string;
}

export interface Field {
  readonly key: string;
  readonly value: string;
}

/** Eight strings in TXT (RFC 1035 §3.3.14), and some ten times what records of these kinds have. */
const LONGEST_TEXT = 2_048;
const MOST_FIELDS = 32;
/** Of a record that is shown because it cannot be read. */
const LONGEST_QUOTE = 255;

/** The one record of that version; others at the name do not count, and several count as none. */
export function readTextRecord(texts: readonly string[], version: string): TextRecord {
  const beginning = `v=${version}`;
  const own = texts.filter(
    (text) => text.startsWith(beginning) && /^[ \t]*(?:;|$)/.test(text.slice(beginning.length)),
  );
  const [text] = own;
  if (text === undefined) return nearMiss(texts, version) ?? { kind: 'none' };
  if (own.length > 1) {
    const shown = own.slice(0, 3).map(quoted).join('\n');
    return { kind: 'invalid', text: shown, ...because(detail('several-records', own.length)) };
  }
  if (text.length > LONGEST_TEXT) {
    return { kind: 'invalid', text: quoted(text), ...because(detail('record-too-long', LONGEST_TEXT)) };
  }
  return readFields(text);
}

/** What its author takes for a record and senders for nothing: other letters, or something before or in the version. */
function nearMiss(texts: readonly string[], version: string): InvalidRecord | undefined {
  const wanted = new RegExp(`^v?${lettersOf(version)}(?!\\d)`);
  const text = texts.find((one) => wanted.test(lettersOf(one.slice(0, LONGEST_QUOTE))));
  return text === undefined
    ? undefined
    : { kind: 'invalid', text: quoted(text), ...because(detail('record-beginning', version)) };
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The fields after the version, or why they cannot be read. */
function readFields(text: string): TextRecord {
  const parts = text.split(';').map(withoutBlanks);
  if (parts.at(-1) === '') parts.pop();
  else if (isBlank(text.at(-1)))
    return { kind: 'invalid', text, ...because(detail('record-trailing-blank')) };
  if (parts.length > MOST_FIELDS)
    return { kind: 'invalid', text: quoted(text), ...because(detail('record-many-fields', MOST_FIELDS)) };
  const fields: Field[] = [];
  for (const part of parts.slice(1)) {
    const match = /^([a-z0-9][a-z0-9_.-]{0,31})=([\x21-\x3a\x3c\x3e-\x7e][\x20-\x3a\x3c-\x7e]*)$/i.exec(part);
    if (match === null)
      return { kind: 'invalid', text, ...because(detail('record-bad-field', quoted(part))) };
    fields.push({ key: match[1] ?? '', value: match[2] ?? '' });
  }
  return { kind: 'found', text, fields };
}

/** Without the spaces and tabs around it, which a regular expression looks for again from each of them. */
export function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function quoted(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}
