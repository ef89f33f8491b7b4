/** Whether what DNS says can be believed at all. */
import { entry } from './finding.js';

interface Resolved {
  /** Null where the reader has nothing to do with it: a visitor, who can mend nothing. */
  readonly address: string | null;
}

const NAME_ANOTHER =
  'Name a validating resolver (Unbound, Knot Resolver or BIND on this machine) in DNS_RESOLVER.';

function resolverName({ address }: Resolved): string {
  return address === null ? 'The resolver of this service' : `The resolver ${address}`;
}

function inSentence(name: string): string {
  return name.replace(/^The/, 'the');
}

function resolverAdvice({ address }: Resolved, advice: string): string {
  return address === null
    ? 'That is for the operator of this service to mend, and says nothing about the domain.'
    : advice;
}

export const RESOLVER_FINDINGS = {
  'resolver-does-not-validate': entry<Resolved>({
    severity: 'error',
    text: (facts) =>
      `${resolverName(facts)} does not validate DNSSEC: nothing that it says can be taken for secure.`,
    advice: (facts) => resolverAdvice(facts, `${NAME_ANOTHER} Without it nothing can be said about DANE.`),
    rfc: 'RFC 7672 §2.1.1',
  }),
  'resolver-validates-in-part': entry<Resolved & { name: string }>({
    severity: 'info',
    text: ({ name, ...facts }) =>
      `${resolverName(facts)} does not validate the root zone, but it validates ${name}: it has a trust anchor of its own.`,
    advice: ({ address }) =>
      `That is right in a laboratory only.${address === null ? '' : ` ${NAME_ANOTHER}`}`,
    rfc: 'RFC 4033 §5',
  }),
  'resolver-not-known-to-validate': entry<Resolved>({
    severity: 'warning',
    text: (facts) =>
      `Whether ${inSentence(resolverName(facts))} validates DNSSEC could not be found out: no answer was secure, and it knows no root zone.`,
    advice: (facts) =>
      resolverAdvice(facts, 'Try a domain that is known to be signed with the same resolver.'),
    rfc: 'RFC 7672 §2.1.1',
  }),
} as const;
