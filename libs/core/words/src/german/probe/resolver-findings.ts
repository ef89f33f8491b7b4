import type { ProbeFindingTexts } from '../../language.js';

const FOR_OPERATOR = 'Das muss der Betreiber dieses Dienstes beheben; an der Domain liegt es nicht.';

const NAME_ANOTHER =
  'Nennen Sie in DNS_RESOLVER einen validierenden Resolver (Unbound, Knot Resolver oder BIND auf diesem Rechner).';

function resolverName(address: string | null): string {
  return address === null ? 'Der Resolver dieses Dienstes' : `Der Resolver ${address}`;
}

export const resolverFindings = {
  'resolver-does-not-validate': {
    text: ({ address }) =>
      `${resolverName(address)} validiert DNSSEC nicht; keiner seiner Antworten ist zu trauen.`,
    advice: ({ address }) =>
      address === null ? FOR_OPERATOR : `${NAME_ANOTHER} Ohne ihn lässt sich DANE nicht testen.`,
  },
  'resolver-validates-in-part': {
    text: ({ address, name }) =>
      `${resolverName(address)} validiert die Root-Zone nicht, wohl aber ${name}: Er hat einen eigenen Vertrauensanker.`,
    advice: ({ address }) =>
      `Das ist nur in einem Testlabor richtig.${address === null ? '' : ` ${NAME_ANOTHER}`}`,
  },
  'resolver-not-known-to-validate': {
    text: ({ address }) =>
      `Ob ${resolverName(address).replace(/^D/, 'd')} DNSSEC validiert, ließ sich nicht feststellen: Keine Antwort war gesichert, und er hat keine Root-Zone.`,
    advice: ({ address }) =>
      address === null
        ? FOR_OPERATOR
        : 'Probieren Sie mit demselben Resolver eine Domain, die bekanntermaßen signiert ist.',
  },
} satisfies Partial<ProbeFindingTexts>;
