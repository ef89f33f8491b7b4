/** Hosts with an MTA-STS policy. All but one have no TLSA records, so that DANE decides nothing there. */
import { certificate } from '../certificate-plan.js';
import { policy } from '../mta-sts-plan.js';
import type { Catalogue } from '../scenario.js';
import { wrong } from '../tlsa-plan.js';

/** What all of them are: the policy is that of the mail domain, which has an MX record. */
const COMMON = {
  group: 'mta-sts',
  level: 'full',
  mx: [{ label: 'mx1', preference: 10 }],
  release: null,
} as const;

const WITHOUT_DANE = { ...COMMON, mechanism: 'mta-sts', tlsa: [] } as const;

/**
 * A refusal shows that a policy was enforced only where the same sender takes such a certificate if no policy forbids it: `self` is
 * presented by both kinds of hosts.
 */
export const MTA_STS = {
  certificates: [certificate('sts', { key: 'ecdsa', namesPolicyHosts: true })],
  scenarios: [
    {
      ...WITHOUT_DANE,
      id: 'sts-good',
      title: 'Valid MTA-STS',
      summary: 'Its MTA-STS policy (enforce) lists the MX host, whose certificate is valid.',
      shows: 'The server cannot deliver where an MTA-STS policy is enforced and everything is right.',
      mtaSts: policy({}),
      certificate: 'sts',
      expected: 'delivered',
      requirement: 'required',
      rfc: 'RFC 8461 §5',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-mx',
      title: 'MX host not listed',
      summary: 'Its MTA-STS policy (enforce) lists another host than the MX record names.',
      shows:
        'The server delivers to a host that the policy does not list: anyone who forges DNS gets the mail.',
      mtaSts: policy({ lists: 'other' }),
      certificate: 'sts',
      expected: 'refused',
      requirement: 'required',
      rfc: 'RFC 8461 §4.1',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-cert',
      title: 'Self-signed under a policy',
      summary: 'Its MTA-STS policy (enforce) lists the MX host, whose certificate is self-signed.',
      shows: 'The server does not enforce MTA-STS: it delivers to a certificate that nobody vouches for.',
      mtaSts: policy({}),
      certificate: 'self',
      expected: 'refused',
      requirement: 'required',
      rfc: 'RFC 8461 §4.2',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-name',
      title: 'Wrong name under a policy',
      summary: 'Its MTA-STS policy (enforce) lists the MX host, whose certificate is for another name.',
      shows: 'The server takes any certificate of a trusted authority, whatever name it has.',
      mtaSts: policy({}),
      certificate: 'misnamed',
      expected: 'refused',
      requirement: 'required',
      // Some senders look at names and at nothing else.
      refusedWithoutDane: true,
      rfc: 'RFC 8461 §4.2',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-none',
      title: 'MTA-STS policy “none”',
      summary: 'Its MTA-STS policy has the mode “none”. The certificate is self-signed.',
      shows: 'Either is fine: a server that refuses seems to require a valid certificate of every host.',
      mtaSts: policy({ mode: 'none' }),
      certificate: 'self',
      expected: 'either',
      requirement: 'informational',
      rfc: 'RFC 8461 §5',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-test',
      title: 'MTA-STS in testing',
      summary: 'Its MTA-STS policy has the mode “testing”. The certificate is self-signed.',
      shows:
        'The server enforces a policy that only asks for reports, and defers mail that it could deliver.',
      mtaSts: policy({ mode: 'testing' }),
      certificate: 'self',
      expected: 'delivered',
      requirement: 'recommended',
      rfc: 'RFC 8461 §5',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-404',
      title: 'No policy at its host',
      summary: 'DNS announces an MTA-STS policy; its host answers 404. The certificate is self-signed.',
      shows: 'The server defers mail although it found no policy.',
      mtaSts: policy({ answer: 'not-found' }),
      certificate: 'self',
      expected: 'delivered',
      requirement: 'recommended',
      rfc: 'RFC 8461 §3.3',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-redir',
      title: 'Redirected policy',
      summary: 'Its policy host redirects to an MTA-STS policy (enforce). The certificate is self-signed.',
      shows: 'The server follows redirects, which may lead to somebody else’s policy.',
      mtaSts: policy({ answer: 'redirect' }),
      certificate: 'self',
      expected: 'delivered',
      requirement: 'recommended',
      rfc: 'RFC 8461 §3.3',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-two',
      title: 'Two MTA-STS records',
      summary: 'It has two TXT records of MTA-STS, which count as none. The certificate is self-signed.',
      shows: 'The server takes one of several records, and fetches a policy that does not apply.',
      mtaSts: policy({ records: 2 }),
      certificate: 'self',
      expected: 'delivered',
      requirement: 'recommended',
      rfc: 'RFC 8461 §3.1',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-wild',
      title: 'MX host by a wildcard',
      summary: 'Its MTA-STS policy (enforce) lists “*.” and the domain of the MX host.',
      shows: 'The server cannot deliver where a policy lists its hosts by a wildcard.',
      mtaSts: policy({ lists: 'wildcard' }),
      certificate: 'sts',
      expected: 'delivered',
      requirement: 'required',
      rfc: 'RFC 8461 §4.1',
    },
    {
      ...WITHOUT_DANE,
      id: 'sts-wide',
      title: 'Wildcard for two labels',
      summary: 'Its MTA-STS policy (enforce) lists “*.” and a domain two labels above the MX host.',
      shows:
        'The server lets a star stand for several labels, so that a policy covers more hosts than it says.',
      mtaSts: policy({ lists: 'wide' }),
      certificate: 'sts',
      expected: 'refused',
      requirement: 'recommended',
      rfc: 'RFC 8461 §4.1',
    },
    {
      ...COMMON,
      id: 'sts-dane',
      title: 'Broken DANE, valid MTA-STS',
      summary:
        'Its TLSA records match nothing that it presents; its MTA-STS policy and certificate are valid.',
      shows: 'The server lets a valid MTA-STS policy override DANE, which forbids to deliver here.',
      tlsa: [wrong(3, 1, 1, 'sts')],
      mtaSts: policy({}),
      certificate: 'sts',
      expected: 'refused',
      requirement: 'required',
      rfc: 'RFC 8461 §2',
    },
  ],
} as const satisfies Catalogue;
