/** The parts of a message that may hold a TLS report (RFC 8460 §5.3), as real reporters name them. */
import { simpleParser } from 'mailparser';

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

/** Those of the right type first. */
export async function attachedReports(content: Uint8Array): Promise<Uint8Array[]> {
  const { attachments } = await simpleParser(Buffer.from(content), {
    skipHtmlToText: true,
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
  });
  const ranked = attachments
    .map(({ contentType, filename, content: part }) => ({ rank: rankOf(contentType, filename), part }))
    .filter(({ rank }) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank);
  const best = ranked[0]?.rank ?? Infinity;
  // Where one has the type of the standard, the others are something else.
  return ranked
    .filter(({ rank }) => best > 1 || rank <= 1)
    .slice(0, MAX_PARTS)
    .map(({ part }) => part);
}

function rankOf(contentType: string, filename: string | undefined): number {
  const type = TYPES.indexOf(contentType.toLowerCase());
  if (type >= 0) return type;
  return FILE_NAME.test(filename ?? '') ? TYPES.length : Infinity;
}
