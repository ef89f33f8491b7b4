/**
 * A TSIG key (RFC 8945) from the text of a key file, in the forms that name servers write:
 *
 *     key "name" { algorithm hmac-sha256; secret "BASE64"; };     BIND: tsig-keygen, and what `nsupdate -k` reads
 *     hmac-sha256:name:BASE64                                     Knot: what `knsupdate -k` reads
 *     # hmac-sha256:name:BASE64                                   Knot: `keymgr -t`, whose first line this is
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

function bindKey(text: string): TsigKey | undefined {
  const [, name, body] = /\bkey\s+"?([^\s"{]+)"?\s*\{([^}]*)\}/.exec(text) ?? [];
  const algorithm = /\balgorithm\s+"?([\w-]+)/.exec(body ?? '')?.[1];
  const secret = /\bsecret\s+"?([^\s";]+)/.exec(body ?? '')?.[1];
  if (name === undefined || algorithm === undefined || secret === undefined) return undefined;
  return { algorithm: algorithm.toLowerCase(), name, secret };
}

function knotKey(text: string): TsigKey | undefined {
  const [, algorithm = 'hmac-sha256', name, secret] =
    /^#?\s*(?:([\w-]+):)?([^\s:#]+):([^\s:]+)\s*$/m.exec(text) ?? [];
  if (name === undefined || secret === undefined) return undefined;
  return { algorithm: algorithm.toLowerCase(), name, secret };
}
