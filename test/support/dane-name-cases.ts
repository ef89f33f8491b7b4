/** Cases of DANE-TA: names and serial numbers of certificates, and TLSA records of every form. */
import {
  COMMON_NAME,
  PAST,
  ta,
  type Changes,
  type DaneCase,
  type Parts,
  type Row,
} from './dane-case-parts.js';

export function nameRows(): Row[] {
  return [
    ['serial number 0', { leaf: { serial: Uint8Array.of(0) } }],
    ['a negative serial number', { leaf: { serial: Uint8Array.of(0x80, 1) } }],
    ['a serial number of 21 octets', { leaf: { serial: new Uint8Array(21).fill(0x41) } }],
    ['an empty subject', { leaf: { subject: [] } }],
    ['an empty subject of the issuer', { middle: { subject: [] } }],
    ['a common name alone', { leaf: { dnsNames: undefined } as unknown as Changes }],
    [
      'a common name of other letters',
      {
        leaf: (host) =>
          ({ dnsNames: undefined, subject: [[COMMON_NAME, host.toUpperCase()]] }) as unknown as Changes,
      },
    ],
    ['another name', { leaf: { dnsNames: ['other.test'] } }],
    ['another name, the right common name', { leaf: { dnsNames: ['other.test'] } }],
    ['a name in capital letters', { leaf: (host) => ({ dnsNames: [host.toUpperCase()] }) }],
    ['a wildcard', { leaf: (host) => ({ dnsNames: [host.replace(/^[^.]+/, '*')] }) }],
    ['a wildcard of a top level', { leaf: { dnsNames: ['*.test'] } }],
    [
      'a part of a wildcard',
      { leaf: (host) => ({ dnsNames: [`${host.slice(0, 2)}*${host.slice(host.indexOf('.'))}`] }) },
    ],
    ['a name with a dot at its end', { leaf: (host) => ({ dnsNames: [`${host}.`] }) }],
    ['a name with a NUL', { leaf: (host) => ({ dnsNames: [`${host}\0.example`] }) }],
    [
      'a name of 200 octets',
      { leaf: (host) => ({ subject: [[COMMON_NAME, 'x'.repeat(200)]], dnsNames: [host] }) },
    ],
    [
      'a hundred names',
      {
        leaf: (host) => ({ dnsNames: [...Array.from({ length: 99 }, (_, index) => `n${index}.test`), host] }),
      },
    ],
  ];
}

export function recordRows(): Row[] {
  const unsent = ({ leaf, middle }: Parts): DaneCase['chain'] => [leaf, middle];
  return ([0, 1] as const).flatMap((selector) =>
    ([0, 1, 2] as const).flatMap((matchingType): Row[] => [
      [
        `2 ${selector} ${matchingType} of the root`,
        { publishes: ({ root }) => [ta(root, selector, matchingType)] },
      ],
      [
        `2 ${selector} ${matchingType} of the issuer`,
        { publishes: ({ middle }) => [ta(middle, selector, matchingType)] },
      ],
      [
        `2 ${selector} ${matchingType} of a root that is not sent`,
        { sends: unsent, publishes: ({ root }) => [ta(root, selector, matchingType)] },
      ],
      [
        `2 ${selector} ${matchingType} of an expired root that is not sent`,
        { root: PAST, sends: unsent, publishes: ({ root }) => [ta(root, selector, matchingType)] },
      ],
    ]),
  );
}
