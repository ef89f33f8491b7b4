import { simpleParser } from 'mailparser';

import { beyondMimeBounds, type ReadReport, readReport } from '#tlsrpt';

import { attachedReports } from '../reports/attached-reports.js';
import { checkDkim } from '../reports/dkim-check.js';
import type { ResolveTxt } from '../reports/resolve-txt.js';
import type { MailHeader, ParsedReport, ParsedReportMail, Parser, TxtAnswers } from './parser.js';

/** "A commonly observed receiver limit" (RFC 8460 §5.2). */
const MAX_REPORT_BYTES = 10_485_760;
const MAX_HEADER_BYTES = 65_536;
const MAX_SUBJECT = 200;
/** RFC 5321 §4.5.3.1 */
const MAX_ADDRESS = 320;

/** Parses in this thread. */
export const localParser: Parser = {
  report: (bytes, now) => readReport(bytes, { maxBytes: MAX_REPORT_BYTES, now }),
  reportMail,
  mailHeader,
  close: () => Promise.resolve(),
};

async function reportMail(content: Uint8Array, answers: TxtAnswers, now: number): Promise<ParsedReportMail> {
  const excess = beyondMimeBounds(content);
  if (excess !== null) return { kind: 'beyond-bounds', reason: excess };
  const unknown = new Set<string>();
  const resolve: ResolveTxt = (name) => {
    const answer = answers[name];
    if (answer === undefined) unknown.add(name);
    else if ('records' in answer) return Promise.resolve(answer.records);
    return Promise.reject(Object.assign(new Error(name), { code: answer?.code ?? 'ENOTFOUND' }));
  };
  const reports: ParsedReport[] = [];
  const { parts, domain } = await attachedReports(content);
  for (const bytes of parts) {
    const read = await readReport(bytes, { maxBytes: MAX_REPORT_BYTES, now, domain });
    reports.push({ bytes, read, dkim: await checkDkim(content, contactOf(read), resolve) });
  }
  return unknown.size > 0 ? { kind: 'asks', names: [...unknown] } : { kind: 'reports', reports };
}

async function mailHeader(content: Uint8Array): Promise<MailHeader> {
  const start = Buffer.from(content.subarray(0, MAX_HEADER_BYTES));
  const end = start.indexOf('\r\n\r\n');
  const header = end < 0 ? start : start.subarray(0, end + 4);
  if (beyondMimeBounds(header) !== null) return { subject: null, author: null };
  const { subject, from } = await simpleParser(header);
  const author = from?.value[0]?.address ?? '';
  return {
    subject: subject?.slice(0, MAX_SUBJECT) ?? null,
    author: author === '' || author.length > MAX_ADDRESS ? null : author,
  };
}

function contactOf(read: ReadReport): string | null {
  return read.kind === 'report' ? read.report.contact : null;
}
