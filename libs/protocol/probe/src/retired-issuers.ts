/**
 * Intermediates that Let's Encrypt no longer issues from (letsencrypt.org/certificates, January 2026), by the digests that TLSA
 * records hold: SHA-256 and SHA-512 of the key, and of each certificate that has it. All but those of X3 and X4, of which only the key
 * is known, were computed from certificates whose signatures by ISRG Root X1 or X2 were verified.
 */
import { createHash } from 'node:crypto';

import { MATCHING_TYPE, SELECTOR } from '#dane';
import type { TlsaRecord } from '#dns';

interface Digests {
  readonly key: readonly string[];
  readonly certificates: readonly string[];
}

const RETIRED: Readonly<Record<string, Digests>> = {
  X3: { key: ['60b87575447dcba2a36b7d11ac09fb24a9db406fee12d2cc90180517616e8a18'], certificates: [] },
  X4: { key: ['b111dd8a1c2091a89bd4fd60c57f0716cce50feeff8137cdbee0326e02cf362b'], certificates: [] },
  R3: {
    key: [
      '8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d',
      '0f644c9a1dcb8c04be6b385a60dbe4fdf7e2b81e335c9ad8c7cd0abe2ff9e7e5bbfbb68b38dd0216f17808f48bdf6af8c6347659c1f41a9858032c31f436d12c',
    ],
    certificates: [
      '67add1166b020ae61b8f5fc96813c04c2aa589960796865572a3c7e737613dfd',
      '96c5793b2b57d8df5891c94015720960e0da4c2cf8ce1fc5707a0b46e5db8ce3761fb5fdb430f619d1579f13e80fbdd973ef6a024129ed039aa193273158fcad',
    ],
  },
  R4: {
    key: [
      'e5545e211347241891c554a03934cde9b749664a59d26d615fe58f77990f2d03',
      '59a91d97d81980951d0ef3c6d849b31606af9ab2b0f7dcfac93a53ae3263eb8902c3b7c564f33ff496f2d07c750b1b6924968c243882af9e3532797eef596f27',
    ],
    certificates: [
      '1a07529a8b3f01d231dfad2abdf71899200bb65cd7e03c59fa82272533355b74',
      '0f0b4dd77ee99d8ed5724da618b56017d08b757884796d087bf656e62d2717b5c913cb1e2eda07aacbfdbfdcb1ba5ba52114d54c000e05b0cb755256a61c0c37',
    ],
  },
  E1: {
    key: [
      '276fe8a8c4ec7611565bf9fce6dcace9be320c1b5bea27596b2204071ed04f10',
      '3561540fbf182bce7749acc131b421e691f083569c053e78f20274714c5e801226ff6edb60641ddf70e71bd3a90dfe25ddd6464be78106b77dece4f6a3bff13d',
    ],
    certificates: [
      '46494e30379059df18be52124305e606fc59070e5b21076ce113954b60517cda',
      '0fc8bdb5b93d95bb016bb543bd74b859e4c18930964d59cfc305b93ef3212c0c20f3084ba98fbf7aac55d0d22c5b35566ed75bebe6d5a7c53ca1f949c45c3c8e',
    ],
  },
  E2: {
    key: [
      'bd936e72b212ef6f773102c6b77d38f94297322efc25396bc3279422e0c89270',
      '23a30bd3b617652e97224e1faf673c4e09f1c197e4994274e676f2490893e9560d99f00a8859e399b2c65219ce2eb9b76784a0ec775ab4973a14fc1437ac7d9f',
    ],
    certificates: [
      'bacde0463053ce1d62f8be74370bbae79d4fcaf19fc07643aef195e6a59bd578',
      'e8ec8405ab45605ae6e4a54efd6d626f663cb7e61a10d9a6a6a08b118e0d35763d0118e263a6db64516ca9f4e7f64fcd2b5dbf9e7a7ba265870606af26f4d855',
    ],
  },
  R10: {
    key: [
      '2bbad93ab5c79279ec121507f272cbe0c6647a3aae52e22f388afab426b4adba',
      '86fb010ee652f162e22ba2ba48e45d3a19ee557ab8d2601aabd62c993a81417467bf9a8c50ba03f2315dfbb028478b22923bd87e3bbeeb02fc1f69104782eea4',
    ],
    certificates: [
      '9d7c3f1aa6ad2b2ec0d5cf1e246f8d9ae6cbc9fd0755ad37bb974b1f2fb603f3',
      'c5d1dd8b4ee8a17a351bb0fa40cc020e9b3364c59d9006badecc61bd5ca0c2b9729eab50da166633e4b0360ab914c42aa74cca861640e0abe5514430bb0daeaa',
    ],
  },
  R11: {
    key: [
      '6ddac18698f7f1f7e1c69b9bce420d974ac6f94ca8b2c761701623f99c767dc7',
      '8854317b0a187b35956b5fd361f6101c86be4741107be8847ef4e3f48abf53200f65414c281fbdf08218ff14d15d6d1c5f2e9a1f09d7ce39d0ecf6adb654ea4a',
    ],
    certificates: [
      '591e9ce6c863d3a079e9fabe1478c7339a26b21269dde795211361024ae31a44',
      '429fdae7d17a336879b0e6316ae6a5341ae5abb7ec7f7ed7eaad807228e346e7942378ef8cdd50cdd3b84670b0af274763d6e90d58eb3a483fb52d97f204b6da',
    ],
  },
  E5: {
    key: [
      '3586d4ecf070578cbd27aedce20b964e48bc149faeb9dad72f46b857869172b8',
      'a1ef14fea3ca15a552d42665d2fe685672cfdd903de4b370b0d7d87c6d31b5df07142483f36e0e15e16b58f9ba1cbdeeebd4bcb8d74ab7ea32a087db2105f402',
    ],
    certificates: [
      'e788d14b0436b5120bbee3f15c15badf08c1407fe72568a4f16f9151c380e1e3',
      '4f104e5ec57f442f66e2fdab6147e63a153c2f558d8b73c398898c56b44d88792061b33cee2d8c2d10f456fc1a7382b1b3fd827293f7ebfb7bf51ef38ba356ba',
      '5dfdb3cf31b26f23d87c09f3a0cef642f64069a9fb7cfe29270bb5dc0f1e16bb',
      '4e32b7ee52c9bd2a15b2df3cae5e3b060d737d71faaaac25336c5f193cbdb52ed2fdf38b29aea9fb97f59c8f86e75b5c364309a232623a99e638116ed66063fd',
    ],
  },
  E6: {
    key: [
      'd016e1fe311948aca64f2de44ce86c9a51ca041df6103bb52a88eb3f761f57d7',
      'f8a2b4e23e82a4494e9998fcc4242bef1277656a118beede55ddfadcb82e20c5dc036dcb3b6c48d2ce04e362a9f477c82ad5a557b06b6f33b45ca6662b37c1c9',
    ],
    certificates: [
      '065ab7d2a050f947587121765d8d070c0e1330d5798faa42c2072749ed293762',
      '3a2375d29a3e66a3dd3c758cb9c056e8f5e66cf7bb49f6ac0760d27c2b41546ab757990194fc09853110978381e1feb5da22abc8037887a3a7c8a02c471c7c08',
      '76e9e288aafc0e37f4390cbf946aad997d5c1c901b3ce513d3d8fadbabe2ab85',
      'afab698cbbbf892ebb555e09175056c1d4630fe7c350f44dcc6e71843d3b290df00d30ab4e356b630c69169d7633788338922fb637cf5b9f7be20a413eeaa518',
    ],
  },
};

const BY_DIGEST = new Map<string, string>(
  Object.entries(RETIRED).flatMap(([name, { key, certificates }]) => [
    ...key.map((digest) => [`${SELECTOR.publicKey} ${digest}`, name] as const),
    ...certificates.map((digest) => [`${SELECTOR.certificate} ${digest}`, name] as const),
  ]),
);

/** The name of the retired intermediate that the record describes, such as `R3`; null: none that is known. */
export function retiredIssuer({ selector, matchingType, data }: TlsaRecord): string | null {
  const digest =
    matchingType === MATCHING_TYPE.full
      ? createHash('sha256').update(data).digest('hex')
      : Buffer.from(data).toString('hex');
  return BY_DIGEST.get(`${selector} ${digest}`) ?? null;
}
