/** What a sender follows from a domain to a certificate, and what of it is signed. */
import type { ProbeHostBody, ProbeTargetBody } from '#contracts';

import { daneLook, type Look } from './probe-look.js';

export interface ChainLink {
  readonly kind: 'mx' | 'address' | 'tlsa' | 'certificate';
  readonly name: string;
  readonly text: string;
  readonly look: Look & { readonly words: string };
}

const SIGNED = { tone: 'good', icon: 'lock', words: 'signed' } as const;
const UNSIGNED = { tone: 'warn', icon: 'unlocked', words: 'not signed' } as const;
const UNKNOWN = { tone: 'waiting', icon: 'question', words: 'not known' } as const;

export function chainOf(target: ProbeTargetBody, host: ProbeHostBody): ChainLink[] {
  const isInformed = target.resolver.validates !== false;
  const signed = (secure: boolean): ChainLink['look'] => {
    if (!isInformed) return UNKNOWN;
    return secure ? SIGNED : UNSIGNED;
  };
  const { lookup } = target;
  const { addresses, addressesSecure, preference, name } = host;
  return [
    ...(lookup === null
      ? []
      : [
          {
            kind: 'mx' as const,
            name: lookup.type,
            text: preference === null ? name : `${preference} ${name}`,
            look: signed(lookup.secure),
          },
        ]),
    {
      kind: 'address',
      name: 'Address',
      text: addresses.length === 0 ? 'none found' : addresses.map(({ address }) => address).join(', '),
      look: signed(addressesSecure),
    },
    { kind: 'tlsa', name: 'TLSA', ...tlsaOf(host, isInformed) },
    { kind: 'certificate', name: 'Certificate', ...certificateOf(host, isInformed) },
  ];
}

function tlsaOf({ tlsa }: ProbeHostBody, isInformed: boolean): Pick<ChainLink, 'text' | 'look'> {
  const { status, secure, records } = tlsa;
  switch (status) {
    case 'found':
      return {
        text: records
          .map(({ usage, selector, matchingType }) => `${usage} ${selector} ${matchingType}`)
          .join(', '),
        look: isInformed ? (secure ? SIGNED : UNSIGNED) : UNKNOWN,
      };
    case 'none':
      return { text: 'no records', look: { tone: 'waiting', icon: 'minus', words: 'none' } };
    case 'bogus':
      return { text: 'the answer', look: { tone: 'bad', icon: 'cross', words: "doesn't validate" } };
    case 'failed':
      return { text: 'the name servers', look: { tone: 'bad', icon: 'cross', words: "didn't answer" } };
    case 'not-asked':
      return { text: 'not looked up', look: isInformed ? { ...UNSIGNED, words: "wouldn't count" } : UNKNOWN };
  }
}

function certificateOf(host: ProbeHostBody, isInformed: boolean): Pick<ChainLink, 'text' | 'look'> {
  const keys = host.addresses.flatMap(({ handshakes }) =>
    handshakes.flatMap(({ certificates }) => certificates[0]?.key ?? []),
  );
  const text = keys.length === 0 ? 'none seen' : [...new Set(keys)].join(', ');
  switch (host.dane) {
    case 'verified':
      return { text, look: { tone: 'good', icon: 'check', words: 'matches' } };
    case 'mismatch':
      return { text, look: { tone: 'bad', icon: 'cross', words: "doesn't match" } };
    case 'none':
    case 'insecure':
    case 'bogus':
      return {
        text,
        look: isInformed ? { tone: 'waiting', icon: 'minus', words: 'nothing to compare' } : UNKNOWN,
      };
    case 'unusable':
    case 'no-starttls':
    case 'not-looked-at':
    case 'unreachable':
      return { text, look: daneLook(host.dane) };
  }
}
