/** What one resolver says to one question, and why, where it says that it failed (RFC 4035 §4.3, §5.5). */
import { type Endpoint, formatEndpoint } from '../endpoint.js';
import { createQuery } from '../message/query.js';
import type { RecordType } from '../message/record-data.js';
import { RCODE, rcodeText, type Response } from '../message/response.js';
import { exchange, type ExchangeLimits } from '../transport/exchange.js';

export interface Question {
  /** In lower case and without the dot at the end. */
  readonly name: string;
  readonly type: RecordType;
  /** Asks for what does not validate as well. */
  readonly checkingDisabled: boolean;
}

export type ServerAnswer =
  /** NOERROR or NXDOMAIN. */
  | { readonly kind: 'answered'; readonly response: Response }
  | { readonly kind: 'bogus'; readonly detail: string }
  /** It answers, but not this; asking it again is of no use. */
  | { readonly kind: 'declined'; readonly detail: string }
  /** Nothing that could be read came in time. */
  | { readonly kind: 'silent'; readonly detail: string };

/** Never rejects. */
export async function askServer(
  server: Endpoint,
  question: Question,
  limits: ExchangeLimits,
): Promise<ServerAnswer> {
  const first = await askOnce(server, question, limits);
  if (first.kind !== 'declined' || !first.isServerFailure || question.checkingDisabled) return first;

  const unchecked = await askOnce(server, { ...question, checkingDisabled: true }, limits);
  if (unchecked.kind !== 'answered') return first;
  // The first failure may have had another reason, which is over: now that the data is there, only a third answer tells.
  const again = await askOnce(server, question, limits);
  if (again.kind !== 'declined' || !again.isServerFailure) return again;
  return { kind: 'bogus', detail: again.detail };
}

type OneAnswer =
  | Exclude<ServerAnswer, { kind: 'bogus' | 'declined' }>
  | { readonly kind: 'declined'; readonly detail: string; readonly isServerFailure: boolean };

async function askOnce(
  server: Endpoint,
  { name, type, checkingDisabled }: Question,
  limits: ExchangeLimits,
): Promise<OneAnswer> {
  const where = formatEndpoint(server);
  const result = await exchange(
    server,
    createQuery(name, type, { recursion: true, checkingDisabled }),
    limits,
  );
  if (result.kind === 'failed') return { kind: 'silent', detail: `${where} ${result.detail}` };
  const { response } = result;
  if (response.rcode !== RCODE.noError && response.rcode !== RCODE.nameError) {
    const isServerFailure = response.rcode === RCODE.serverFailure;
    return { kind: 'declined', detail: `${where} ${rcodeText(response)}`, isServerFailure };
  }
  if (!response.recursionAvailable) {
    return { kind: 'declined', detail: `${where} does not resolve names for others`, isServerFailure: false };
  }
  return result;
}
