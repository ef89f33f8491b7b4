import { STATUS_CODES } from 'node:http';

import { PROBLEM_MEDIA_TYPE, type ProblemBody } from '#contracts';

import { retryAfter } from '../problem/problems.js';

export function problemHeaders(problem: ProblemBody, body: string): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-store',
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Length': String(Buffer.byteLength(body)),
    ...retryAfter(problem),
  };
}

/** The last answer on a connection that has no response object, as it goes over the wire (RFC 9112 §2.1). */
export function rawAnswer(problem: ProblemBody): string {
  const body = JSON.stringify(problem);
  const headers = { ...problemHeaders(problem, body), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`, ...lines].join('\r\n');
  return `${head}\r\n\r\n${body}`;
}
