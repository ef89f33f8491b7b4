/** Cases of DANE-EE, alone and beside DANE-TA, and of what TLSA records have beside each other. */
import * as asn1js from 'asn1js';

import {
  CERT_SIGN,
  days,
  NOW,
  PAST,
  FUTURE,
  ta,
  ee,
  changed,
  raw,
  OID,
  PURPOSES,
  type DaneCase,
  type Parts,
  type Row,
} from './dane-case-parts.js';
import { issueCertificate, type TestCertificate } from './x509.js';

/** DANE-EE alone and beside DANE-TA, digests beside each other (RFC 7671 §9), and what counts for neither (RFC 7672 §3.1.1). */
export function serverRows(): Row[] {
  const alone = ({ leaf }: Parts): DaneCase['chain'] => [leaf];
  const server = ({ leaf }: Parts) => [ee(leaf)];
  return [
    ...([0, 1] as const).flatMap((selector) =>
      ([0, 1, 2] as const).map((type): Row => [
        `3 ${selector} ${type} of the server`,
        { publishes: ({ leaf }) => [ee(leaf, selector, type)] },
      ]),
    ),
    ['3 1 1 of the issuer', { publishes: ({ middle }) => [ee(middle)] }],
    ['3 1 1 and nothing but the server sent', { sends: alone, publishes: server }],
    ['3 1 1 of an expired server', { leaf: PAST, publishes: server }],
    ['3 1 1 of a server not yet valid', { leaf: FUTURE, publishes: server }],
    ['3 1 1 of a server of another name', { leaf: { dnsNames: ['other.test'] }, publishes: server }],
    ['3 1 1 of a server for clients', { leaf: { purposes: [PURPOSES.client] }, publishes: server }],
    ['3 1 1 of a CA', { leaf: { ca: true }, publishes: server }],
    ['3 1 1 of a server of version 1', { leaf: { version1: true }, publishes: server }],
    ['3 1 1 of a 1024-bit key', { leaf: { key: 'rsa-1024' }, publishes: server }],
    [
      '3 1 1 with an unknown critical extension',
      { leaf: raw(OID.unknown, new asn1js.Null(), true), publishes: server },
    ],
    ['3 1 1 under an expired issuer', { middle: PAST, publishes: server }],
    ['3 1 1 beside a wrong 2 1 1', { publishes: ({ leaf }) => [ee(leaf), changed(ta(leaf))] }],
    ['2 1 1 beside a wrong 3 1 1', { publishes: ({ leaf, root }) => [changed(ee(leaf)), ta(root)] }],
    ['3 1 1 beside a wrong 3 1 2', { publishes: ({ leaf }) => [ee(leaf), changed(ee(leaf, 1, 2))] }],
    ['3 1 2 beside a wrong 3 1 1', { publishes: ({ leaf }) => [changed(ee(leaf)), ee(leaf, 1, 2)] }],
    ['3 0 1 beside a wrong 3 1 2', { publishes: ({ leaf }) => [ee(leaf, 0), changed(ee(leaf, 1, 2))] }],
    ['2 1 1 beside a wrong 2 1 2', { publishes: ({ root }) => [ta(root), changed(ta(root, 1, 2))] }],
    ['2 0 1 beside a wrong 2 1 2', { publishes: ({ root }) => [ta(root, 0), changed(ta(root, 1, 2))] }],
    [
      '1 1 1 beside a wrong 3 1 1',
      { publishes: ({ leaf }) => [{ ...ee(leaf), usage: 1 }, changed(ee(leaf))] },
    ],
    [
      '3 1 1 beside an unknown selector',
      { publishes: ({ leaf }) => [ee(leaf), { ...ee(leaf), selector: 7 }] },
    ],
    [
      '3 1 1 beside an unknown matching type',
      { publishes: ({ leaf }) => [ee(leaf), { ...ee(leaf), matchingType: 9 }] },
    ],
    ['a server of version 1 under 2 1 1', { leaf: { version1: true } }],
    ['a server whose dates are reversed', { leaf: days(30, -5) }],
    ['a name of two wildcards', { leaf: { dnsNames: ['*.*.test'] } }],
    ['a name that begins with a dot', { leaf: { dnsNames: ['.differ.test'] } }],
    [
      'a self-signed server published as an issuer',
      {
        sends: ({ leaf }) => [selfSigned(leaf)],
        publishes: ({ leaf }) => [ta(leaf)],
      },
    ],
    [
      'a self-signed server of the published key',
      { sends: ({ leaf }) => [selfSigned(leaf)], publishes: server },
    ],
    [
      'an expired issuer before its renewal',
      {
        sends: ({ leaf, middle, root }) => [leaf, renewed(middle, root, PAST), middle, root],
        publishes: ({ middle }) => [ta(middle)],
      },
    ],
    [
      'the renewal of an issuer before the expired one',
      {
        middle: PAST,
        sends: ({ leaf, middle, root }) => [leaf, renewed(middle, root, NOW), middle, root],
        publishes: ({ middle }) => [ta(middle)],
      },
    ],
  ];
}

function selfSigned(leaf: TestCertificate): TestCertificate {
  return issueCertificate({ name: 'self', keyOf: leaf, dnsNames: leaf.dnsNames, ...NOW });
}

function renewed(middle: TestCertificate, root: TestCertificate, validity: typeof NOW): TestCertificate {
  return issueCertificate({
    ...{ name: 'Issuer', keyOf: middle, issuer: root, ca: true, keyUsage: CERT_SIGN },
    ...validity,
  });
}
