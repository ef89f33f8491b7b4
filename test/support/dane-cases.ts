/**
 * Chains of every kind under DANE-TA, right and wrong, of which the product, OpenSSL and Postfix have to say the same. Each is
 * a root, an issuer and a server's certificate, with one thing that is odd.
 */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

import {
  CERT_SIGN,
  ORGANISATION,
  COMMON_NAME,
  NOW,
  PAST,
  FUTURE,
  ta,
  ofRoot,
  ofMiddle,
  all,
  sequence,
  identifier,
  tagged,
  raw,
  OID,
  PURPOSES,
  type DaneCase,
  type Changes,
  type Plan,
  type Row,
} from './dane-case-parts.js';
import { nameRows, recordRows } from './dane-name-cases.js';
import { serverRows } from './dane-server-cases.js';
import {
  distinguishedName,
  type Hash,
  issueCertificate,
  type KeyKind,
  type TestCertificate,
} from './x509.js';

function made(title: string, host: string, plan: Plan): DaneCase {
  const authority = { ...NOW, ca: true, keyUsage: CERT_SIGN };
  const root = issueCertificate({ name: 'Root', ...authority, ...plan.root });
  const middle = issueCertificate({ name: 'Issuer', issuer: root, ...authority, ...plan.middle });
  const changes = typeof plan.leaf === 'function' ? plan.leaf(host) : plan.leaf;
  const leaf = issueCertificate({ name: host, issuer: middle, dnsNames: [host], ...NOW, ...changes });
  const parts = { root, middle, leaf };
  return { title, chain: (plan.sends ?? all)(parts), records: (plan.publishes ?? ofRoot)(parts) };
}

/** A GeneralSubtree whose base is of this form (RFC 5280 §4.2.1.10). */
function subtrees(kind: 'permitted' | 'excluded', type: number, value: unknown, critical = true): Changes {
  const base = new pkijs.GeneralName({ type: type as 2, value: value as string });
  const subtree = new pkijs.GeneralSubtree({ base });
  const constraints =
    kind === 'permitted' ? { permittedSubtrees: [subtree] } : { excludedSubtrees: [subtree] };
  return raw(OID.nameConstraints, new pkijs.NameConstraints(constraints).toSchema(), critical);
}

const KEY_KINDS: readonly KeyKind[] = ['rsa', 'rsa-1024', 'rsa-3072', 'p-384', 'p-521', 'ed25519', 'ed448'];
const HASHES: readonly Hash[] = ['md5', 'sha1', 'sha384', 'sha512'];

function keyRows(): Row[] {
  return [
    ...KEY_KINDS.flatMap((key): Row[] => [
      [`${key} server`, { leaf: { key } }],
      [`${key} issuer`, { middle: { key } }],
      [`${key} root`, { root: { key } }],
    ]),
    ...HASHES.flatMap((hash): Row[] => [
      [`${hash} over the server's certificate`, { middle: { key: 'rsa' }, leaf: { hash } }],
      [`${hash} over the issuer's certificate`, { root: { key: 'rsa' }, middle: { hash } }],
    ]),
    ['sha1 over the root', { root: { key: 'rsa', hash: 'sha1' } }],
    ['sha1 with ECDSA', { leaf: { hash: 'sha1' } }],
    [
      'sha1 over the anchor, an issuer',
      { root: { key: 'rsa' }, middle: { hash: 'sha1' }, publishes: ofMiddle },
    ],
  ];
}

function usageRows(): Row[] {
  const both = Object.entries(PURPOSES);
  const usages = {
    signature: 0x80,
    encipherment: 0x20,
    agreement: 0x08,
    'certificate signing': 0x04,
    none: 0,
  };
  return [
    ...both.map(([name, oid]): Row => [`server for ${name}`, { leaf: { purposes: [oid] } }]),
    ...both.map(([name, oid]): Row => [`issuer for ${name}`, { middle: { purposes: [oid] } }]),
    ['server for server and client', { leaf: { purposes: [PURPOSES.client, PURPOSES.server] } }],
    ['server for any and client', { leaf: { purposes: [PURPOSES.any, PURPOSES.client] } }],
    [
      'server for any, critical',
      { leaf: raw(OID.extendedKeyUsage, sequence(identifier(PURPOSES.any)), true) },
    ],
    ['root for client', { root: { purposes: [PURPOSES.client] } }],
    ['root for any', { root: { purposes: [PURPOSES.any] } }],
    ...Object.entries(usages).map(([name, keyUsage]): Row => [
      `server's key for ${name}`,
      { leaf: { keyUsage } },
    ]),
    ["issuer's key for CRLs", { middle: { keyUsage: 0x02 } }],
    ["issuer's key for signatures", { middle: { keyUsage: 0x80 } }],
    ["root's key for signatures", { root: { keyUsage: 0x80 } }],
    ['root without key usage', { root: { ca: true, keyUsage: undefined } as unknown as Changes }],
    ...[0x80, 0x40, 0x01].map((bits): Row => {
      const value = new asn1js.BitString({ valueHex: Uint8Array.of(bits).buffer });
      return [`Netscape type ${bits.toString(16)}`, { leaf: raw(OID.netscapeType, value) }];
    }),
  ];
}

const noBasic = (keyUsage?: number): Changes => ({ ca: undefined, keyUsage }) as unknown as Changes;

function authorityRows(): Row[] {
  return [
    ['issuer no CA', { middle: { ca: false } }],
    ['issuer silent', { middle: noBasic() }],
    ['issuer with key usage alone', { middle: noBasic(CERT_SIGN) }],
    ['root silent', { root: noBasic() }],
    ['root with key usage alone', { root: noBasic(CERT_SIGN) }],
    ['anchor with key usage alone', { middle: noBasic(CERT_SIGN), publishes: ofMiddle }],
    ['root of version 1', { root: { version1: true } }],
    ['issuer of version 1', { middle: { version1: true } }],
    ['anchor of version 1, an issuer', { middle: { version1: true }, publishes: ofMiddle }],
    ['root with path length 0', { root: { pathLength: 0 } }],
    ['root with path length 1', { root: { pathLength: 1 } }],
    ['issuer with path length 0', { middle: { pathLength: 0 } }],
    ['server a CA', { leaf: { ca: true } }],
    ['server a CA with path length 0', { leaf: { ca: true, pathLength: 0, keyUsage: 0x84 } }],
    [
      'basic constraints not critical',
      {
        middle: {
          ...noBasic(CERT_SIGN),
          ...raw(OID.basicConstraints, sequence(new asn1js.Boolean({ value: true }))),
        },
      },
    ],
  ];
}

function constraintRows(): Row[] {
  const corporation = distinguishedName([[ORGANISATION, 'Corp']]);
  return (['middle', 'root'] as const).flatMap((part): Row[] => [
    [`${part} permits the name`, { [part]: { permittedNames: ['test'] } }],
    [`${part} permits another name`, { [part]: { permittedNames: ['example'] } }],
    [`${part} permits names below a dot`, { [part]: { permittedNames: ['.test'] } }],
    [`${part} excludes the name`, { [part]: { excludedNames: ['test'] } }],
    [`${part} excludes another name`, { [part]: { excludedNames: ['example'] } }],
    [`${part} permits an organisation`, { [part]: subtrees('permitted', 4, corporation) }],
    [
      `${part} permits the server's organisation`,
      {
        [part]: subtrees('permitted', 4, corporation),
        ...(part === 'root'
          ? {
              middle: {
                subject: [
                  [ORGANISATION, 'Corp'],
                  [COMMON_NAME, 'Issuer'],
                ],
              },
            }
          : {}),
        leaf: (host) => ({
          subject: [
            [ORGANISATION, 'Corp'],
            [COMMON_NAME, host],
          ],
        }),
      },
    ],
    [`${part} permits mail of another domain`, { [part]: subtrees('permitted', 1, 'example.org') }],
    [`${part} excludes all URIs`, { [part]: subtrees('excluded', 6, '.example') }],
    [`${part} permits a name, not critical`, { [part]: subtrees('permitted', 2, 'example', false) }],
  ]);
}

function extensionRows(): Row[] {
  const nothing = new asn1js.Null();
  const key = new asn1js.OctetString({ valueHex: Uint8Array.from({ length: 20 }, () => 7).buffer });
  const otherKey = sequence(tagged(0, new Uint8Array(20).fill(9)));
  const policy = sequence(sequence(identifier('1.2.3.4.5')));
  const skipped = sequence(tagged(0, Uint8Array.of(0)));
  const inhibited = new asn1js.Integer({ value: 0 });
  return [
    ...(['leaf', 'middle', 'root'] as const).flatMap((part): Row[] => [
      [`${part}: unknown extension, critical`, { [part]: raw(OID.unknown, nothing, true) }],
      [`${part}: unknown extension`, { [part]: raw(OID.unknown, nothing) }],
      [`${part}: policies, critical`, { [part]: raw(OID.policies, policy, true) }],
      [`${part}: subject key identifier`, { [part]: raw(OID.subjectKeyIdentifier, key) }],
    ]),
    ...(['middle', 'root'] as const).flatMap((part): Row[] => [
      [`${part}: policy constraints, critical`, { [part]: raw(OID.policyConstraints, skipped, true) }],
      [`${part}: inhibit any policy, critical`, { [part]: raw(OID.inhibitAnyPolicy, inhibited, true) }],
    ]),
    [
      'server of another key identifier',
      { middle: raw(OID.subjectKeyIdentifier, key), leaf: raw(OID.authorityKeyIdentifier, otherKey) },
    ],
    ['must-staple', { leaf: raw(OID.tlsFeature, sequence(new asn1js.Integer({ value: 5 }))) }],
    ['a precertificate', { leaf: raw(OID.poison, nothing, true) }],
    [
      'malformed basic constraints',
      { middle: { ...noBasic(CERT_SIGN), ...raw(OID.basicConstraints, nothing, true) } },
    ],
    ['malformed CRL distribution points, critical', { leaf: raw(OID.crlDistributionPoints, nothing, true) }],
    [
      'policy constraints of the anchor',
      { middle: raw(OID.policyConstraints, skipped, true), publishes: ofMiddle },
    ],
  ];
}

function orderRows(): Row[] {
  const cross = (root: TestCertificate, validity = NOW) =>
    issueCertificate({
      name: 'Root',
      keyOf: root,
      issuer: issueCertificate({ name: 'Older', ca: true, ...NOW }),
      ca: true,
      keyUsage: CERT_SIGN,
      ...validity,
    });
  const stranger = issueCertificate({ name: 'Stranger', ca: true, ...NOW });
  const impostor = issueCertificate({ name: 'Issuer', ca: true, keyUsage: CERT_SIGN, ...NOW });
  return [
    ['the root before the issuer', { sends: ({ leaf, middle, root }) => [leaf, root, middle] }],
    ['everything twice', { sends: ({ leaf, middle, root }) => [leaf, leaf, middle, middle, root, root] }],
    ['a stranger in between', { sends: ({ leaf, middle, root }) => [leaf, stranger, middle, root] }],
    ['an impostor first', { sends: ({ leaf, middle, root }) => [leaf, impostor, middle, root] }],
    [
      'an impostor first, the issuer published',
      { sends: ({ leaf, middle, root }) => [leaf, impostor, middle, root], publishes: ofMiddle },
    ],
    [
      'the impostor published',
      { sends: ({ leaf, middle, root }) => [leaf, impostor, middle, root], publishes: () => [ta(impostor)] },
    ],
    [
      'the stranger published',
      { sends: ({ leaf, middle, root }) => [leaf, middle, root, stranger], publishes: () => [ta(stranger)] },
    ],
    ['the root not sent', { sends: ({ leaf, middle }) => [leaf, middle] }],
    ['the issuer not sent', { sends: ({ leaf, root }) => [leaf, root] }],
    ['nothing but the server', { sends: ({ leaf }) => [leaf] }],
    [
      'the issuer published and no root sent',
      { sends: ({ leaf, middle }) => [leaf, middle], publishes: ofMiddle },
    ],
    ['the server published as an issuer', { publishes: ({ leaf }) => [ta(leaf)] }],
    ['a root that another signed', { sends: ({ leaf, middle, root }) => [leaf, middle, cross(root)] }],
    [
      'a root that another signed, expired',
      { sends: ({ leaf, middle, root }) => [leaf, middle, cross(root, PAST)] },
    ],
    [
      'a root and its cross-signature',
      {
        sends: ({ leaf, middle, root }) => [leaf, middle, cross(root), root],
        publishes: ({ root }) => [ta(root, 0)],
      },
    ],
    [
      'a root and an expired cross-signature',
      {
        sends: ({ leaf, middle, root }) => [leaf, middle, cross(root, PAST), root],
        publishes: ({ root }) => [ta(root, 0)],
      },
    ],
  ];
}

function dateRows(): Row[] {
  return [
    ...(
      [
        ['expired', PAST],
        ['not yet valid', FUTURE],
      ] as const
    ).flatMap(([name, dates]): Row[] => [
      [`server ${name}`, { leaf: dates }],
      [`issuer ${name}`, { middle: dates }],
      [`root ${name}`, { root: dates }],
      [`anchor ${name}, an issuer`, { middle: dates, publishes: ofMiddle }],
    ]),
    ['anchor and server expired', { middle: PAST, leaf: PAST, publishes: ofMiddle }],
    ['until the end of time', { leaf: { notAfter: new Date('2049-12-31T23:59:59Z') } }],
    ['from the beginning of time', { root: { notBefore: new Date('1950-01-01') } }],
  ];
}

function lengthRows(): Row[] {
  return [1, 5, 7, 8, 9, 12].map((more): Row => {
    const between = (root: TestCertificate): TestCertificate[] => {
      const chain = [root];
      for (let index = 0; index < more; index += 1) {
        chain.unshift(
          issueCertificate({ name: `CA ${index}`, issuer: chain[0]!, ca: true, keyUsage: CERT_SIGN, ...NOW }),
        );
      }
      return chain;
    };
    return [
      `${more} issuers`,
      {
        sends: ({ root, leaf }) => {
          const issuers = between(root);
          const server = issueCertificate({
            name: 'server',
            keyOf: leaf,
            issuer: issuers[0]!,
            dnsNames: leaf.dnsNames,
            ...NOW,
          });
          return [server, ...issuers];
        },
      },
    ];
  });
}

const ROWS: readonly Row[] = [
  ...keyRows(),
  ...usageRows(),
  ...authorityRows(),
  ...constraintRows(),
  ...extensionRows(),
  ...orderRows(),
  ...dateRows(),
  ...lengthRows(),
  ...nameRows(),
  ...recordRows(),
  ...serverRows(),
];

export const CASE_COUNT = ROWS.length;

/** @param hostOf by the number of the case */
export function daneCases(
  wanted: (index: number) => boolean,
  hostOf: (index: number) => string,
): (DaneCase & { readonly host: string })[] {
  return ROWS.flatMap(([title, plan], index) =>
    wanted(index) ? [{ ...made(title, hostOf(index), plan), host: hostOf(index) }] : [],
  );
}
