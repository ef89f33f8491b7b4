import type { ProbeFindingTexts } from '../../language.js';

const FOR_OPERATOR = 'Dat moet de beheerder van deze dienst oplossen; aan het domein ligt het niet.';

const NAME_ANOTHER =
  'Noem in DNS_RESOLVER een validerende resolver (Unbound, Knot Resolver of BIND op deze machine).';

function resolverName(address: string | null): string {
  return address === null ? 'De resolver van deze dienst' : `De resolver ${address}`;
}

export const resolverFindings = {
  'resolver-does-not-validate': {
    text: ({ address }) =>
      `${resolverName(address)} valideert DNSSEC niet; geen van zijn antwoorden is te vertrouwen.`,
    advice: ({ address }) =>
      address === null
        ? FOR_OPERATOR
        : `${NAME_ANOTHER} Zonder resolver die valideert is DANE niet te testen.`,
  },
  'resolver-validates-in-part': {
    text: ({ address, name }) =>
      `${resolverName(address)} valideert de rootzone niet, maar ${name} wel: hij heeft een eigen trust anchor.`,
    advice: ({ address }) => `Dat klopt alleen in een lab.${address === null ? '' : ` ${NAME_ANOTHER}`}`,
  },
  'resolver-not-known-to-validate': {
    text: ({ address }) =>
      `Niet vast te stellen of ${resolverName(address).replace(/^D/, 'd')} DNSSEC valideert: geen enkel antwoord was beveiligd, en hij heeft geen rootzone.`,
    advice: ({ address }) =>
      address === null
        ? FOR_OPERATOR
        : 'Probeer met dezelfde resolver een domein waarvan bekend is dat het ondertekend is.',
  },
} satisfies Partial<ProbeFindingTexts>;
