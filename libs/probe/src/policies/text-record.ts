/** Records of the form `v=NAME; key=value; …`, as MTA-STS (RFC 8461 §3.1) and TLSRPT (RFC 8460 §3) have them in TXT. */

export type OnlyRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'several'; readonly texts: readonly string[] };

export interface Field {
  readonly key: string;
  readonly value: string;
}

/** The one record of that version; others at the name do not count, and several count as none. */
export function onlyRecord(texts: readonly string[], version: string): OnlyRecord {
  const own = texts.filter((text) => new RegExp(`^v=${version}[ \\t]*(;|$)`).test(text));
  const [text] = own;
  if (text === undefined) return { kind: 'none' };
  return own.length === 1 ? { kind: 'found', text } : { kind: 'several', texts: own };
}

/** The fields after the version, or why they cannot be read. */
export function readFields(text: string): { readonly fields: readonly Field[] } | { readonly fault: string } {
  const fields: Field[] = [];
  for (const part of text
    .replace(/;[ \t]*$/, '')
    .split(/[ \t]*;[ \t]*/)
    .slice(1)) {
    const match = /^([a-z0-9][a-z0-9_.-]{0,31})=([\x21-\x3a\x3c\x3e-\x7e][\x20-\x3a\x3c-\x7e]*)$/i.exec(part);
    if (match === null) return { fault: `“${part}” is not of the form key=value` };
    fields.push({ key: match[1] ?? '', value: match[2] ?? '' });
  }
  return { fields };
}
