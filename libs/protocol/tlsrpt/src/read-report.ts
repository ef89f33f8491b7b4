import { beyondJsonBounds, type JsonBounds } from '#text';

import { decompress } from './decompress.js';
import { reportFrom } from './report-schema.js';
import type { ReportedPolicy, TlsReport } from './report.js';

export interface ReadOptions {
  /** The largest report, after gzip is undone. */
  readonly maxBytes: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What a policy without a domain is taken to be about, unless another one of the report says it. */
  readonly domain?: string | null;
}

export type ReadReport =
  | { readonly kind: 'report'; readonly report: TlsReport }
  /** `reason` is a sentence without its dot; it holds nothing that the reporter wrote. */
  | { readonly kind: 'malformed'; readonly reason: string };

/**
 * A report has 7 levels. What the parser makes of so many values has at most some 60 MB; a day with 20,000 failure details
 * has fewer.
 */
const BOUNDS: JsonBounds = { maxDepth: 32, maxValues: 250_000, maxStringBytes: 65_536 };

/** Reads a report as it was attached or posted: JSON, plain, with gzip or in a zip archive. */
export async function readReport(bytes: Uint8Array, options: ReadOptions): Promise<ReadReport> {
  const { maxBytes } = options;
  const content = await decompress(bytes, maxBytes);
  switch (content.kind) {
    case 'too-large':
      return malformed(`it has more than ${maxBytes} octets when decompressed`);
    case 'damaged':
      return malformed('its compressed data is damaged or not complete');
    case 'bytes': {
      const excess = beyondJsonBounds(content.bytes, BOUNDS);
      if (excess !== null) return malformed(`it ${excess}`);
      const json = parseJson(content.bytes);
      return json === undefined ? malformed('it is not JSON, or not complete') : readJson(json, options);
    }
  }
}

function readJson(json: unknown, { now, domain }: ReadOptions): ReadReport {
  const report = reportFrom(json, now);
  if (typeof report === 'string') return malformed(report);
  return { kind: 'report', report: { ...report, policies: withDomains(report.policies, domain) } };
}

/** Some reporters leave the domain out where it is the only one (RFC 8460 §4.4 asks for it). */
function withDomains(policies: readonly ReportedPolicy[], hint: string | null = null): ReportedPolicy[] {
  const known = [...new Set(policies.map(({ domain }) => domain).filter((domain) => domain !== ''))];
  const only = known.length === 1 ? known[0] : undefined;
  return policies.map((policy) =>
    policy.domain === '' ? { ...policy, domain: only ?? hint ?? '(missing)' } : policy,
  );
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    // A byte order mark is dropped.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text.slice(0, endOfObject(text))) as unknown;
  } catch {
    return undefined;
  }
}

/** Where the first object ends: some reporters have NULs behind it, or the rest of a buffer. */
function endOfObject(text: string): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString && character === '\\') at += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString && character === '{') depth += 1;
    else if (!isInString && character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function malformed(reason: string): ReadReport {
  return { kind: 'malformed', reason };
}
