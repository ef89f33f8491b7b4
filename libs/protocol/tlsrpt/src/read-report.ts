import { beyondJsonBounds, type JsonBounds } from '#text';

import { decompress } from './decompress.js';
import { reportSchema } from './report-schema.js';
import type { TlsReport } from './report.js';

export interface ReadOptions {
  /** The largest report, after gzip is undone. */
  readonly maxBytes: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
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

/** Clocks differ, and some reporters end the day at the next midnight. */
const FUTURE_MS = 2 * 86_400_000;

/** Reads a report as it was attached or posted: JSON, with gzip or without. */
export async function readReport(bytes: Uint8Array, { maxBytes, now }: ReadOptions): Promise<ReadReport> {
  const content = await decompress(bytes, maxBytes);
  switch (content.kind) {
    case 'too-large':
      return malformed(`it has more than ${maxBytes} octets when decompressed`);
    case 'damaged':
      return malformed('its gzip data is damaged or not complete');
    case 'bytes': {
      const excess = beyondJsonBounds(content.bytes, BOUNDS);
      if (excess !== null) return malformed(`it ${excess}`);
      const json = parseJson(content.bytes);
      return json === undefined ? malformed('it is not JSON, or not complete') : readJson(json, now);
    }
  }
}

function readJson(json: unknown, now: number): ReadReport {
  const result = reportSchema.safeParse(json);
  if (!result.success) {
    const { path, message } = result.error.issues[0] ?? { path: [], message: 'cannot be read' };
    const field = fieldName(path);
    return malformed(`${field === '' ? 'it' : field} ${reasonOf(message)}`);
  }
  const { startAt, endAt } = result.data;
  if (endAt < startAt) return malformed('its date range ends before it begins');
  if (endAt > now + FUTURE_MS) return malformed('its date range lies in the future');
  return { kind: 'report', report: result.data };
}

/** Our own words; zod's for a wrong type begin differently. */
function reasonOf(message: string): string {
  return /^(must|has) /.test(message) ? message : 'is missing or of the wrong type';
}

/** Only names of the schema get here: what it does not know is never looked at. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .filter((part) => part !== 'items')
    .map(String)
    .join('.');
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    // A byte order mark is dropped.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function malformed(reason: string): ReadReport {
  return { kind: 'malformed', reason };
}
