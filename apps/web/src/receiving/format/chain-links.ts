/** What a sender follows from a domain to a certificate, and what of it is signed. */
import type { ProbeHostBody, ProbeTargetBody } from '#contracts';

import { daneLook, type Look } from './probe-look.js';
import { t } from '../../shared/texts.js';

export interface ChainLink {
  readonly kind: 'mx' | 'address' | 'tlsa' | 'certificate';
  readonly name: string;
  readonly text: string;
  readonly look: Look & { readonly words: string };
}

type ChainLook = ChainLink['look'];

function signedLook(isSigned: boolean, isInformed: boolean): ChainLook {
  if (!isInformed) return { tone: 'waiting', icon: 'question', words: t.mailServer.chain.notKnown };
  return isSigned
    ? { tone: 'good', icon: 'lock', words: t.mailServer.chain.signed }
    : { tone: 'warn', icon: 'unlocked', words: t.mailServer.chain.notSigned };
}

export function chainOf(target: ProbeTargetBody, host: ProbeHostBody): ChainLink[] {
  const isInformed = target.resolver.validates !== false;
  const signed = (secure: boolean): ChainLook => signedLook(secure, isInformed);
  const words = t.mailServer.chain;
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
      name: words.address,
      text: addresses.length === 0 ? words.noneFound : addresses.map(({ address }) => address).join(', '),
      look: signed(addressesSecure),
    },
    { kind: 'tlsa', name: 'TLSA', ...tlsaOf(host, isInformed) },
    { kind: 'certificate', name: words.certificate, ...certificateOf(host, isInformed) },
  ];
}

function tlsaOf({ tlsa }: ProbeHostBody, isInformed: boolean): Pick<ChainLink, 'text' | 'look'> {
  const { status, secure, records } = tlsa;
  const words = t.mailServer.chain;
  switch (status) {
    case 'found':
      return {
        text: records
          .map(({ usage, selector, matchingType }) => `${usage} ${selector} ${matchingType}`)
          .join(', '),
        look: signedLook(secure, isInformed),
      };
    case 'none':
      return { text: words.noRecords, look: { tone: 'waiting', icon: 'minus', words: words.none } };
    case 'bogus':
      return { text: words.theAnswer, look: { tone: 'bad', icon: 'cross', words: words.doesNotValidate } };
    case 'failed':
      return { text: words.nameServers, look: { tone: 'bad', icon: 'cross', words: words.didNotAnswer } };
    case 'not-asked':
      return {
        text: words.notLookedUp,
        look: { ...signedLook(false, isInformed), ...(isInformed && { words: words.wouldNotCount }) },
      };
  }
}

function certificateOf(host: ProbeHostBody, isInformed: boolean): Pick<ChainLink, 'text' | 'look'> {
  const keys = host.addresses.flatMap(({ handshakes }) =>
    handshakes.flatMap(({ certificates }) => certificates[0]?.key ?? []),
  );
  const words = t.mailServer.chain;
  const text = keys.length === 0 ? words.noneSeen : [...new Set(keys)].join(', ');
  switch (host.dane) {
    case 'verified':
      return { text, look: { tone: 'good', icon: 'check', words: words.matches } };
    case 'mismatch':
      return { text, look: { tone: 'bad', icon: 'cross', words: words.doesNotMatch } };
    case 'none':
    case 'insecure':
    case 'bogus':
      return {
        text,
        look: isInformed
          ? { tone: 'waiting', icon: 'minus', words: words.nothingToCompare }
          : signedLook(false, isInformed),
      };
    case 'unusable':
    case 'no-starttls':
    case 'not-looked-at':
    case 'unreachable':
      return { text, look: daneLook(host.dane) };
  }
}
