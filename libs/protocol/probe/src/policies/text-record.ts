/** Records of the form `v=NAME; key=value; …`, as MTA-STS (RFC 8461 §3.1) and TLSRPT (RFC 8460 §3) have them in TXT. */

export type TextRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly text: string; readonly fields: readonly Field[] }
  | InvalidRecord;

export interface InvalidRecord {
  readonly kind: 'invalid';
  readonly text: string;
  /** Why, in words that follow "the record". */
  readonly detail: string;
}

export interface Field {
  readonly key: string;
  readonly value: string;
}

/** The one record of that version; others at the name do not count, and several count as none. */
export function readTextRecord(texts: readonly string[], version: string): TextRecord {
  const own = texts.filter((text) => new RegExp(`^v=${version}[ \\t]*(;|$)`).test(text));
  const [text] = own;
  if (text === undefined) return { kind: 'none' };
  if (own.length > 1)
    return { kind: 'invalid', text: own.join('\n'), detail: `there are ${own.length} of them` };
  return readFields(text);
}

/** The fields after the version, or why they cannot be read. */
function readFields(text: string): TextRecord {
  const fields: Field[] = [];
  for (const part of text
    .replace(/;[ \t]*$/, '')
    .split(/[ \t]*;[ \t]*/)
    .slice(1)) {
    const match = /^([a-z0-9][a-z0-9_.-]{0,31})=([\x21-\x3a\x3c\x3e-\x7e][\x20-\x3a\x3c-\x7e]*)$/i.exec(part);
    if (match === null) return { kind: 'invalid', text, detail: `“${part}” is not of the form key=value` };
    fields.push({ key: match[1] ?? '', value: match[2] ?? '' });
  }
  return { kind: 'found', text, fields };
}
