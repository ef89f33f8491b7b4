/**
 * What a sender has to make of DNSSEC. The records at the hosts whose lookup fails are right: a sender that takes what an
 * unvalidated answer says finds no other reason to refuse.
 */
import type { Catalogue } from '../scenario.js';
import { right, wrong } from '../tlsa-plan.js';

export const DNSSEC = {
  certificates: [],
  scenarios: [
    {
      id: 'bogus',
      group: 'dnssec',
      level: 'standard',
      title: 'Broken signature',
      summary:
        'Its TLSA records are signed with a key that its DS record does not name; everything else validates.',
      shows:
        'It takes a failed TLSA lookup for none: an attacker only has to break DNS answers to get the mail.',
      mx: [{ label: 'mx1', preference: 10, tlsaLookup: 'bogus' }],
      tlsa: [right(3, 1, 1, 'leaf')],
      certificate: 'leaf',
      release: null,
      expected: 'refused',
      requirement: 'required',
      rfc: 'RFC 7672 §2.1.2',
    },
    {
      id: 'lame',
      group: 'dnssec',
      level: 'full',
      title: 'Failing lookup',
      summary:
        'The lookup of its TLSA records fails, since no server answers for them; its address and MX records validate.',
      shows:
        'It takes a failed TLSA lookup for none: an attacker only has to drop DNS answers to get the mail.',
      mx: [{ label: 'mx1', preference: 10, tlsaLookup: 'lame' }],
      tlsa: [],
      certificate: 'leaf',
      release: null,
      expected: 'refused',
      requirement: 'required',
      rfc: 'RFC 7672 §2.1.2',
    },
    {
      id: 'unsigned',
      group: 'dnssec',
      level: 'standard',
      title: 'Unsigned zone',
      summary: 'Its TLSA records match nothing, but its zone is not signed, so that they count for nothing.',
      shows: 'It believes TLSA records that nothing vouches for, or it requires DANE.',
      zone: 'unsigned',
      tlsa: [wrong(3, 1, 1, 'leaf')],
      certificate: 'leaf',
      release: null,
      expected: 'either',
      requirement: 'informational',
      rfc: 'RFC 7672 §2.2',
    },
    {
      id: 'unsig-mx',
      group: 'dnssec',
      level: 'full',
      title: 'Unsigned MX host',
      summary:
        'Its MX record is signed and names a host in an unsigned zone, whose TLSA records match nothing.',
      shows: 'It believes TLSA records that nothing vouches for, or it requires DANE.',
      mx: [{ label: 'mx1', preference: 10, zone: 'unsigned' }],
      tlsa: [wrong(3, 1, 1, 'leaf')],
      certificate: 'leaf',
      release: null,
      expected: 'either',
      requirement: 'informational',
      rfc: 'RFC 7672 §2.2.1',
    },
    {
      id: 'unsig-dom',
      group: 'dnssec',
      level: 'full',
      title: 'Unsigned domain',
      summary:
        'Its MX record is not signed and names a host in a signed zone, whose TLSA records match nothing.',
      shows: 'It uses DANE for MX hosts of unsigned domains too, which is allowed and safer.',
      zone: 'unsigned',
      mx: [{ label: 'mx1', preference: 10 }],
      tlsa: [wrong(3, 1, 1, 'leaf')],
      certificate: 'leaf',
      release: null,
      expected: 'either',
      requirement: 'informational',
      rfc: 'RFC 7672 §2.2.1',
    },
    {
      id: 'nodata',
      group: 'dnssec',
      level: 'full',
      title: 'Signed denial',
      summary: 'Its MX host is signed and DNSSEC proves that it has no TLSA records.',
      shows: 'It takes a signed denial for a failed lookup, or it requires DANE.',
      mx: [{ label: 'mx1', preference: 10 }],
      tlsa: [],
      certificate: 'leaf',
      release: null,
      expected: 'either',
      requirement: 'informational',
      rfc: 'RFC 7672 §2.2',
    },
  ],
} as const satisfies Catalogue;
