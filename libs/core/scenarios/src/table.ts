/**
 * THE table. The DNS generator, the certificates, what the receiver presents, the address list, the verdict and the page all
 * derive from it: adding a scenario of a known shape is adding one entry (docs/architecture.md).
 *
 * `do` and `wrong` publish a `3 1 1` beside the `2 1 1` because Sendmail implements usage 3 alone and
 * would otherwise look like a sender without DANE. `wrong` has a third record, which is right but of a key that is not
 * presented: once a refusal is proven, presenting it lets the queued message through without a change in DNS.
 */
import { certificate } from './certificate-plan.js';
import type { Catalogue } from './scenario.js';
import { CA, right, wrong } from './tlsa-plan.js';

export const TABLE = {
  /** The first is shown to clients that name no host. */
  certificates: [certificate('leaf'), certificate('spare')],
  scenarios: [
    {
      id: 'do',
      title: 'Valid DANE',
      summary: 'Its TLSA records match the certificate it presents.',
      tlsa: [right(2, 1, 1, CA), right(3, 1, 1, 'leaf')],
      certificate: 'leaf',
      release: null,
      expected: 'delivered',
      requirement: 'required',
      rfc: 'RFC 7672 §2.2',
    },
    {
      id: 'dont',
      title: 'No DANE',
      summary: 'It offers TLS but publishes no TLSA records.',
      tlsa: [],
      certificate: 'leaf',
      release: null,
      expected: 'either',
      requirement: 'informational',
      rfc: 'RFC 7672 §2.2',
    },
    {
      id: 'wrong',
      title: 'Broken DANE',
      summary:
        'Its TLSA records are well-formed, but none matches the certificate it presents: to a sender, this is an attack.',
      tlsa: [wrong(2, 1, 1, CA), wrong(3, 1, 1, 'leaf'), right(3, 1, 1, 'spare')],
      certificate: 'leaf',
      release: 'spare',
      expected: 'refused',
      requirement: 'required',
      rfc: 'RFC 7672 §2.2',
    },
  ],
} as const satisfies Catalogue;
