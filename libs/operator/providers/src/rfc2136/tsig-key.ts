import { FAILSAFE_SCHEMA, load } from 'js-yaml';

/**
 * A TSIG key (RFC 8945) from the text of a key file, in the forms that name servers write:
 *
 *     key "name" { algorithm hmac-sha256; secret "BASE64"; };     BIND: tsig-keygen, and what `nsupdate -k` reads
 *     hmac-sha256:name:BASE64                                     Knot: what `knsupdate -k` reads
 *     key: [ id: name, algorithm: hmac-sha256, secret: BASE64 ]   Knot: `keymgr -t`, in YAML
 */
export interface TsigKey {
  readonly algorithm: string;
  readonly name: string;
  /** In base64. */
  readonly secret: string;
}

/** HMAC-MD5 and HMAC-SHA-1 are not to be used any more (RFC 8945 §6). */
const ALGORITHMS = ['hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'];

export type ParsedTsigKey =
  | { readonly ok: true; readonly key: TsigKey }
  /** The reason never holds a part of the text. */
  | { readonly ok: false; readonly reason: string };

export function parseTsigKey(text: string): ParsedTsigKey {
  const found = bindKey(text) ?? knotKey(text);
  if (found === undefined) return { ok: false, reason: 'it holds no TSIG key in the format of BIND or Knot' };
  if (!ALGORITHMS.includes(found.algorithm)) {
    return { ok: false, reason: `the algorithm of the key is none of ${ALGORITHMS.join(', ')}` };
  }
  if (!/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?$/i.test(found.name)) {
    return { ok: false, reason: 'the name of the key is no domain name' };
  }
  if (!/^([a-z0-9+/]{4})*([a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i.test(found.secret) || found.secret === '') {
    return { ok: false, reason: 'the secret of the key is not base64' };
  }
  return { ok: true, key: found };
}

/** A token of BIND's configuration: what is between them, with comments in each of its three forms, is nothing. */
const TOKEN =
  /"([^"]*)"|([{};])|([^\s{};"#/]+(?:\/(?![/*])[^\s{};"#/]*)*)|\/\*[\s\S]*?(?:\*\/|$)|(?:\/\/|#).*/g;

/** The statement `key NAME { algorithm …; secret …; };`, the first that is complete. */
function bindKey(text: string): TsigKey | undefined {
  const tokens = [...text.matchAll(TOKEN)].flatMap(([, quoted, sign, word]) => quoted ?? sign ?? word ?? []);
  const start = tokens.findIndex((token, index) => token === 'key' && tokens[index + 2] === '{');
  const end = tokens.indexOf('}', start);
  if (start < 0 || end < 0) return undefined;
  const fields = new Map<string, string>();
  for (let at = start + 3; at < end; at += 1) {
    const [name = '', value = '', sign] = tokens.slice(at, at + 3);
    if (sign === ';') fields.set(name, value);
  }
  return keyOf(tokens[start + 1], fields.get('algorithm'), fields.get('secret'));
}

/**
 * YAML, as Knot's configuration is: the first of the keys in its section `key`, or a text, of which the first word is
 * `ALGORITHM:NAME:SECRET`.
 */
function knotKey(text: string): TsigKey | undefined {
  const document = yamlOf(text);
  if (typeof document === 'string') return lineKey(document);
  const [key] = [fieldsOf(document)['key']].flat();
  const { id, algorithm, secret } = fieldsOf(key);
  return keyOf(id, algorithm, secret);
}

/** Undefined where it is not YAML. Texts stay texts, whatever they look like. */
function yamlOf(text: string): unknown {
  try {
    return load(text, { schema: FAILSAFE_SCHEMA });
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function lineKey(text: string): TsigKey | undefined {
  const parts = (text.trim().split(/\s+/)[0] ?? '').split(':');
  if (parts.length === 2) return keyOf(parts[0], DEFAULT_ALGORITHM, parts[1]);
  return parts.length === 3 ? keyOf(parts[1], parts[0], parts[2]) : undefined;
}

/** Of knsupdate. */
const DEFAULT_ALGORITHM = 'hmac-sha256';

function keyOf(name: unknown, algorithm: unknown, secret: unknown): TsigKey | undefined {
  if (typeof name !== 'string' || typeof algorithm !== 'string' || typeof secret !== 'string')
    return undefined;
  return { algorithm: algorithm.toLowerCase(), name, secret };
}
