/**
 * THE table. The DNS generator, the names in the certificate, the address list, the verdict and the page all derive
 * from it: adding a scenario is adding one entry and its test. The receiver's choice of certificate does not: no
 * scenario has a certificate of its own.
 *
 * `do` and `wrong` publish a `3 1 1` beside the `2 1 1` because Sendmail implements usage 3 alone and
 * would otherwise look like a sender without DANE. `wrong` has a third record, which is right but of a key that is not
 * presented: once a refusal is proven, presenting it lets the queued message through without a change in DNS.
 */
import type { Scenario } from './scenario.js';

const TABLE = [
  {
    id: 'do',
    title: 'Valid DANE',
    summary: 'Its TLSA records match the certificate it presents.',
    tlsa: [
      { usage: 2, selector: 1, matchingType: 1, subject: 'ca', corrupted: false },
      { usage: 3, selector: 1, matchingType: 1, subject: 'leaf', corrupted: false },
    ],
    expected: 'delivered',
    requirement: 'required',
    rfc: 'RFC 7672 §2.2',
  },
  {
    id: 'dont',
    title: 'No DANE',
    summary: 'It offers TLS but publishes no TLSA records.',
    tlsa: [],
    expected: 'either',
    requirement: 'informational',
    rfc: 'RFC 7672 §2.2',
  },
  {
    id: 'wrong',
    title: 'Broken DANE',
    summary:
      'Its TLSA records are well-formed, but none matches the certificate it presents: to a sender, this is an attack.',
    tlsa: [
      { usage: 2, selector: 1, matchingType: 1, subject: 'ca', corrupted: true },
      { usage: 3, selector: 1, matchingType: 1, subject: 'leaf', corrupted: true },
      { usage: 3, selector: 1, matchingType: 1, subject: 'spare', corrupted: false },
    ],
    expected: 'refused',
    requirement: 'required',
    rfc: 'RFC 7672 §2.2',
  },
] as const satisfies readonly Scenario[];

export type ScenarioId = (typeof TABLE)[number]['id'];

/** Every scenario once, in the order in which they are shown. */
export const SCENARIOS: readonly (Scenario & { readonly id: ScenarioId })[] = TABLE;

export const SCENARIO_IDS: readonly ScenarioId[] = TABLE.map(({ id }) => id);

/** The scenario of that id, or undefined: `id` may come from outside (a DNS label, a database row). */
export function findScenario(id: string): (Scenario & { readonly id: ScenarioId }) | undefined {
  return SCENARIOS.find((scenario) => scenario.id === id);
}
