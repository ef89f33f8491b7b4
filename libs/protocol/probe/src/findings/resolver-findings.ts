/** Whether what DNS says can be believed at all. */
import { entry } from './finding.js';

interface Resolved {
  /** Null where the reader has nothing to do with it: a visitor, who can fix nothing. */
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
    ? 'That is for the operator of this service to fix; the domain is not at fault.'
    : advice;
}

export const RESOLVER_FINDINGS = {
  'resolver-does-not-validate': entry<Resolved>({
    severity: 'error',
    text: (facts) =>
      `${resolverName(facts)} does not validate DNSSEC, so none of its answers can be trusted.`,
    advice: (facts) => resolverAdvice(facts, `${NAME_ANOTHER} Without one, DANE cannot be tested.`),
    rfc: 'RFC 7672 §2.1.1',
  }),
  'resolver-validates-in-part': entry<Resolved & { name: string }>({
    severity: 'info',
    text: ({ name, ...facts }) =>
      `${resolverName(facts)} does not validate the root zone, but it validates ${name}: it has its own trust anchor.`,
    advice: ({ address }) => `That is right only in a lab.${address === null ? '' : ` ${NAME_ANOTHER}`}`,
    rfc: 'RFC 4033 §5',
  }),
  'resolver-not-known-to-validate': entry<Resolved>({
    severity: 'warning',
    text: (facts) =>
      `Could not determine whether ${inSentence(resolverName(facts))} validates DNSSEC: no answer was secure, and it has no root zone.`,
    advice: (facts) =>
      resolverAdvice(facts, 'Try a domain that is known to be signed with the same resolver.'),
    rfc: 'RFC 7672 §2.1.1',
  }),
} as const;
