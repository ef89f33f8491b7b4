/** The three hosts of the quick check. */
import { certificate } from '../certificate-plan.js';
import type { Catalogue } from '../scenario.js';
import { CA, right, wrong } from '../tlsa-plan.js';

/**
 * `do` and `wrong` publish a `3 1 1` beside the `2 1 1` because Sendmail implements usage 3 alone and
 * would otherwise look like a sender without DANE. `wrong` has a third record, which is right but of a key that is not
 * presented: once a refusal is proven, presenting it releases the queued message without a change in DNS.
 */
export const BASICS = {
  /** The first is shown to clients that name no host. */
  certificates: [certificate('leaf'), certificate('spare')],
  scenarios: [
    {
      id: 'do',
      group: 'basics',
      level: 'quick',
      title: 'Valid DANE',
      summary: 'Its TLSA records match the certificate it presents.',
      shows:
        'The server cannot deliver to hosts with valid DANE, or delivers in the clear although DANE demands TLS.',
      tlsa: [right(2, 1, 1, CA), right(3, 1, 1, 'leaf')],
      certificate: 'leaf',
      release: null,
      expected: 'delivered',
      requirement: 'required',
      rfc: 'RFC 7672 §2.2',
    },
    {
      id: 'dont',
      group: 'basics',
      level: 'quick',
      title: 'No DANE',
      summary: 'It offers TLS but publishes no TLSA records.',
      shows: 'Either is fine: a server that refuses seems to require DANE of every host.',
      tlsa: [],
      certificate: 'leaf',
      release: null,
      expected: 'either',
      requirement: 'informational',
      rfc: 'RFC 7672 §2.2',
    },
    {
      id: 'wrong',
      group: 'basics',
      level: 'quick',
      title: 'Broken DANE',
      summary:
        'Its TLSA records are well-formed, but none matches the certificate it presents: to a sender, this is an attack.',
      shows: 'The server does not enforce DANE: it hands mail to a host that TLSA records rule out.',
      tlsa: [wrong(2, 1, 1, CA), wrong(3, 1, 1, 'leaf'), right(3, 1, 1, 'spare')],
      certificate: 'leaf',
      release: 'spare',
      expected: 'refused',
      requirement: 'required',
      rfc: 'RFC 7672 §2.2',
    },
  ],
} as const satisfies Catalogue;
