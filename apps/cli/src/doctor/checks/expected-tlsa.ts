import type { MailHost } from '#checks';

import type { Examination } from '../examination.js';

/** The TLSA records that the generator makes for a host, in presentation format; why that is not known. */
export function expectedTlsa(
  { tlsaName }: Pick<MailHost, 'tlsaName'>,
  { records }: Examination,
): readonly string[] | Error {
  if (records instanceof Error) return records;
  const owner = `${tlsaName}.`;
  return records.flatMap(({ name, type, data }) => (type === 'TLSA' && name === owner ? [data] : []));
}

export function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text) => others.includes(text));
}
