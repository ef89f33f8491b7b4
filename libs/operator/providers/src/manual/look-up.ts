/** What DNS answers with now, as a resolver tells it. */
import { formatTlsa } from '#dane';
import { formatEndpoint, type MxRecord, type StubResolver } from '#dns';

import { canonicalName, canonicalRecord, quoteText } from '../canonical-data.js';
import { ProviderError } from '../provider-error.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';

type Look = (name: string, type: RecordType) => Promise<readonly ZoneRecord[]>;

/** The function that it gives rejects with a ProviderError when there is no answer, or one that does not validate. */
export function lookUpWith(resolver: StubResolver): Look {
  return async (name, type) => {
    const answer = await presented(resolver, canonicalName(name), type);
    switch (answer.kind) {
      case 'found':
        // What an alias leads to belongs to another name.
        if (answer.aliases.length > 0) return [];
        return answer.records.map((data) => canonicalRecord({ name, type, ttl: answer.ttl, data }));
      case 'none':
        return [];
      case 'bogus':
      case 'failed':
        throw new ProviderError('unavailable', lookupFault(resolver, name, type, answer.detail));
    }
  };
}

/** Most failures begin with the address of the resolver: without a word about it nobody would know what that is. */
function lookupFault({ servers }: StubResolver, name: string, type: RecordType, detail: string): string {
  return servers.some((server) => detail.startsWith(`${formatEndpoint(server)} `))
    ? `The ${type} records of ${name} cannot be looked up: the resolver ${detail}. DNS_RESOLVER sets which resolver is asked; try again when it answers`
    : `The ${type} records of ${name} cannot be looked up (${detail}); try again later`;
}

/** The answer, with the data in presentation format. */
async function presented(resolver: StubResolver, name: string, type: RecordType) {
  switch (type) {
    case 'A':
      return resolver.a(name);
    case 'AAAA':
      return resolver.aaaa(name);
    case 'TLSA': {
      const answer = await resolver.tlsa(name);
      return answer.kind === 'found' ? { ...answer, records: answer.records.map(formatTlsa) } : answer;
    }
    case 'TXT': {
      const answer = await resolver.txt(name);
      return answer.kind === 'found' ? { ...answer, records: answer.records.map(quoteText) } : answer;
    }
    case 'CNAME':
      return resolver.cname(name);
    case 'MX': {
      const answer = await resolver.mx(name);
      const text = ({ preference, exchange }: MxRecord): string => `${preference} ${exchange}.`;
      return answer.kind === 'found' ? { ...answer, records: answer.records.map(text) } : answer;
    }
    case 'CAA':
      throw new ProviderError('refused', 'CAA records are not looked at here: see to them by hand');
  }
}
