/** The parts of a message that may hold a TLS report (RFC 8460 §5.3), as real reporters name them. */
import { type ParsedMail, simpleParser } from 'mailparser';

import { looksLikeReport } from '#tlsrpt';

/** One is what the standard has. */
const MAX_PARTS = 5;

const TYPES = [
  'application/tlsrpt+gzip',
  'application/tlsrpt+json',
  'application/gzip',
  'application/x-gzip',
  'application/json',
];
const FILE_NAME = /\.json(\.gz)?$/i;

export interface AttachedReports {
  /** Those of the right type first. */
  readonly parts: readonly Uint8Array[];
  /** Which the message says that they are about; null where it does not. */
  readonly domain: string | null;
}

export async function attachedReports(content: Uint8Array): Promise<AttachedReports> {
  const mail = await simpleParser(Buffer.from(content), {
    skipHtmlToText: true,
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
  });
  const ranked = mail.attachments
    .map(({ contentType, filename, content: part }) => ({ rank: rankOf(contentType, filename, part), part }))
    .filter(({ rank }) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank);
  const best = ranked[0]?.rank ?? Infinity;
  // Where one has the type of the standard, the others are something else.
  const parts = ranked
    .filter(({ rank }) => best > 1 || rank <= 1)
    .slice(0, MAX_PARTS)
    .map(({ part }) => part);
  return { parts: parts.length > 0 ? parts : inTheBody(mail), domain: domainOf(mail) };
}

/** By its type or name; a type without meaning, such as application/octet-stream, by its first octets. */
function rankOf(contentType: string, filename: string | undefined, part: Uint8Array): number {
  const type = TYPES.indexOf(contentType.toLowerCase());
  if (type >= 0) return type;
  if (FILE_NAME.test(filename ?? '')) return TYPES.length;
  return looksLikeReport(part) ? TYPES.length + 1 : Infinity;
}

function inTheBody({ text }: ParsedMail): Uint8Array[] {
  const body = Buffer.from(text ?? '');
  return looksLikeReport(body) ? [body] : [];
}

const DOMAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/i;

/** The header field of its own, or the subject: `Report Domain: example.org Submitter: …` (RFC 8460 §5.3). */
function domainOf({ headers, subject }: ParsedMail): string | null {
  const field = headers.get('tls-report-domain');
  const [, named] = /\breport domain:\s*<?([^\s<>]+)/i.exec(subject ?? '') ?? [];
  const domain = (typeof field === 'string' ? field.trim() : named) ?? '';
  return domain.length <= 253 && DOMAIN.test(domain) ? domain.toLowerCase() : null;
}
