/**
 * The addresses of a mail server and whether they are secure, which decides whether TLSA records are asked for at all,
 * and where: at the name that the aliases lead to, at the name itself, or at both in this order (RFC 7672 §2.2.2).
 */
import { withoutRootDot } from '#text';

import type { DnsAnswer, Resolver } from '#dns';

export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** An answer that is none, about one family of addresses. */
export interface AddressFault {
  readonly family: 4 | 6;
  readonly kind: 'bogus' | 'failed';
  readonly detail: string;
}

export interface HostLookup {
  /** As it was asked for, in lower case and without the dot at the end. */
  readonly host: string;
  /** Where the aliases lead; the host itself when it is none. */
  readonly canonicalName: string;
  readonly addresses: readonly HostAddress[];
  /** Whether all addresses are secure, with every alias on the way. */
  readonly secure: boolean;
  /** With addresses of the other family, mail may still be delivered. */
  readonly faults: readonly AddressFault[];
  /** False when there is no such name, or no address at it. */
  readonly nameExists: boolean;
}

type AddressAnswer = DnsAnswer<string> & { readonly family: 4 | 6 };

/** Looks the addresses of a host up. Never rejects for what DNS answers. */
export async function findHost(
  resolver: Resolver,
  name: string,
  families: readonly (4 | 6)[] = [4, 6],
): Promise<HostLookup> {
  const host = withoutRootDot(name);
  const answers = await Promise.all(
    families.map(async (family): Promise<AddressAnswer> => {
      const answer = await (family === 4 ? resolver.a(host) : resolver.aaaa(host));
      return { ...answer, family };
    }),
  );
  const found = answers.filter((answer) => answer.kind === 'found');
  return {
    host,
    canonicalName: found[0]?.canonicalName ?? host,
    addresses: found.flatMap(({ records, family }) => records.map((address) => ({ address, family }))),
    secure: found.length > 0 && found.every(({ secure }) => secure),
    faults: answers.flatMap(faultOf),
    nameExists: answers.some(
      (answer) => answer.kind === 'found' || (answer.kind === 'none' && answer.nameExists),
    ),
  };
}

function faultOf(answer: AddressAnswer): AddressFault[] {
  if (answer.kind === 'found' || answer.kind === 'none') return [];
  return [{ family: answer.family, kind: answer.kind, detail: answer.detail }];
}
