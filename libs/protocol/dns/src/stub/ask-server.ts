/** What one resolver says to one question, and why, where it says that it failed (RFC 4035 §4.3, §5.5). */
import { because, detail, type Phrase, type Why, whyOf } from '#text';

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
  | ({ readonly kind: 'bogus' } & Why)
  /** It answers, but not this; asking it again is of no use. */
  | ({ readonly kind: 'declined' } & Why)
  /** Nothing that could be read came in time. */
  | ({ readonly kind: 'silent' } & Why);

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
  return { kind: 'bogus', ...whyOf(again) };
}

type OneAnswer =
  | Exclude<ServerAnswer, { kind: 'bogus' | 'declined' }>
  | ({ readonly kind: 'declined'; readonly isServerFailure: boolean } & Why);

async function askOnce(
  server: Endpoint,
  { name, type, checkingDisabled }: Question,
  limits: ExchangeLimits,
): Promise<OneAnswer> {
  const said = (what: Phrase): Why => because(detail('dns-server', formatEndpoint(server), what));
  const result = await exchange(
    server,
    createQuery(name, type, { recursion: true, checkingDisabled }),
    limits,
  );
  if (result.kind === 'failed') return { kind: 'silent', ...said(result.why) };
  const { response } = result;
  if (response.rcode !== RCODE.noError && response.rcode !== RCODE.nameError) {
    const isServerFailure = response.rcode === RCODE.serverFailure;
    return { kind: 'declined', ...said(rcodeText(response)), isServerFailure };
  }
  if (!response.recursionAvailable) {
    return { kind: 'declined', ...said(detail('dns-no-recursion')), isServerFailure: false };
  }
  return result;
}
