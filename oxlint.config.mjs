/**
 * The rules of .oxlintrc.json, and what may import what. Each folder has one entry that lists everything it may not import,
 * because Oxlint replaces the options of a rule and never merges them. scripts/lint.mjs shows each time that each boundary holds.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const rules = JSON.parse(readFileSync(new URL('.oxlintrc.json', import.meta.url), 'utf8'));

const LIBS = ['protocol', 'core', 'operator'].flatMap((storey) =>
  readdirSync(new URL(`libs/${storey}/`, import.meta.url)),
);
const LIBS_OF_THE_PAGE = ['checks', 'contracts', 'scenarios', 'text', 'words'];
const SOURCES = ['{apps,libs,certs,dns}/**/*.{ts,tsx}'];

const FRAMEWORKS = {
  regex: '^(@nestjs/|typeorm|socket\\.io|express|rxjs|pino|helmet|commander|prom-client)',
  message: 'Protocol and domain knowledge imports no framework.',
};
const EFFECTS = {
  group: ['node:*', 'node:*/**', '!node:crypto', '!node:buffer'],
  message: 'No I/O here: files, sockets and clocks are parameters.',
};
const OUTER_LIBS = {
  regex: '^#(caddy|config|store|logging|process|relay|certs|zones)$',
  message: 'Knowledge does not depend on the application around it.',
};
const ROLLOVER_ALONE = {
  regex: '^#(config|store|logging|process|certs|zones)$',
  message: 'A rollover or a watch is for any server: what this instance is comes in by the ports.',
};
const WATCH = { regex: '^#watch$', message: 'A watch knows of rollovers; a rollover of no watch.' };
const APPS = {
  regex: '(^|/)apps/|^(\\.\\./)+(api|smtp|dns|cli|web)/src/',
  message: 'Apps import libs and never each other; libs never import apps.',
};
const APPS_FROM_LIB = { regex: '(^|/)apps/', message: 'Libs never import apps.' };
const INNER_PATHS = {
  regex: `^#[a-z-]+/|(^|/)libs/|^(\\.\\./)+((protocol|core|operator)/[a-z-]+|${LIBS.join('|')})/src/|^(\\.\\./){2,}(certs|dns)/`,
  message: "A lib is imported by its root alias only, such as '#dane'.",
};
const NEIGHBOURS = { ...INNER_PATHS, regex: '^\\.\\./(certs|dns)/' };
const NO_ENV = {
  name: 'node:process',
  importNames: ['env'],
  message: 'Only libs/core/config reads the environment.',
};
const FORGE = { name: 'node-forge', message: 'Only libs/protocol/dane imports node-forge.' };
const SMTP_SERVER = {
  name: 'smtp-server',
  message: 'Only apps/smtp/src/receiver/smtp-server.ts imports smtp-server.',
};
const SMTP_SERVER_TYPES = { ...SMTP_SERVER, allowTypeImports: true };
const STORE = [
  { regex: '^(typeorm|sqlite3|pg)($|/)', message: 'Only libs/core/store knows the database: import #store.' },
];
const NOT_IN_THE_PAGE = {
  regex: `^(node:|@nestjs/|#(${LIBS.filter((lib) => !LIBS_OF_THE_PAGE.includes(lib)).join('|')}|certs|zones)$)`,
  message: 'The page runs in a browser: it imports #checks, #contracts, #scenarios, #text and #words only.',
};

/** The boundary of one folder: `patterns` and `paths` are what its files may not import. */
function boundary(files, { patterns, paths }) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns, paths }] } };
}

/** What a resolver answers, and none of what asks. */
const DNS_TYPES = {
  name: '#dns',
  message: 'The resolver is a parameter: import its types only.',
  allowTypeImports: true,
};
/** The page imports the contracts, and has no use for sockets. */
const PROBE_TYPES = {
  name: '#probe',
  message: 'Contracts are made from the types of a probe: import its types only.',
  allowTypeImports: true,
};
const ABOVE_DNS = {
  regex: '^#(dane|smtp-client|mta-sts|probe)$',
  message: 'DANE is made from DNS answers: #dns knows nothing of it.',
};

const ABOVE_CLIENTS = {
  regex: '^#probe$',
  message: 'A probe is made from the clients, which know nothing of it.',
};

const ABOVE_PROTOCOL = {
  regex:
    '^#(caddy|checks|contracts|scenarios|words|limits|config|store|logging|process|lock|rollover|watch|providers|relay|certs|zones)$',
  message: 'Protocol knowledge could be published: it imports nothing of the product.',
};
const OPERATOR = {
  regex: '^#(rollover|watch|providers|relay)$',
  message: 'What serves the checks does not depend on the tools for operators.',
};

const KNOWLEDGE = [FRAMEWORKS, EFFECTS, OUTER_LIBS, APPS_FROM_LIB, INNER_PATHS, ...STORE];

const boundaries = [
  boundary(['libs/core/{scenarios,checks,limits,words}/**/*.ts'], {
    patterns: [...KNOWLEDGE, OPERATOR],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/core/contracts/**/*.ts'], {
    patterns: [...KNOWLEDGE, OPERATOR],
    paths: [NO_ENV, FORGE, SMTP_SERVER, PROBE_TYPES],
  }),
  boundary(['libs/protocol/dane/**/*.ts'], {
    patterns: [...KNOWLEDGE, ABOVE_PROTOCOL],
    paths: [NO_ENV, SMTP_SERVER, DNS_TYPES],
  }),
  // It asks the openssl program, and has to leave certificates where that finds them.
  boundary(['libs/protocol/dane/src/verify/openssl-verify.ts'], {
    patterns: [FRAMEWORKS, OUTER_LIBS, APPS_FROM_LIB, INNER_PATHS, ...STORE, ABOVE_PROTOCOL],
    paths: [NO_ENV, SMTP_SERVER, DNS_TYPES],
  }),
  // The ground floor: the page imports it as well.
  boundary(['libs/protocol/text/src/{index,domain-name,errno,harmless,json-bounds}.ts'], {
    patterns: [
      { regex: '^[^.]', message: 'Text is where all other libs start from: it imports nothing.' },
      INNER_PATHS,
    ],
    paths: [],
  }),
  boundary(['libs/protocol/dnstap/**/*.ts'], {
    patterns: [...KNOWLEDGE, ABOVE_PROTOCOL],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/protocol/dns/**/*.ts'], {
    patterns: [FRAMEWORKS, ABOVE_PROTOCOL, ABOVE_DNS, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/protocol/{mta-sts,smtp-client}/**/*.ts'], {
    patterns: [FRAMEWORKS, ABOVE_PROTOCOL, ABOVE_CLIENTS, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/protocol/{files,probe,tlsrpt}/**/*.ts'], {
    patterns: [FRAMEWORKS, ABOVE_PROTOCOL, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/operator/providers/**/*.ts'], {
    patterns: [FRAMEWORKS, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  // What a rollover remembers is in files, for there is no store beside most mail servers.
  boundary(['libs/operator/rollover/**/*.ts'], {
    patterns: [FRAMEWORKS, ROLLOVER_ALONE, WATCH, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  // It counts for Prometheus.
  boundary(['libs/operator/watch/**/*.ts'], {
    patterns: [ROLLOVER_ALONE, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/core/config/**/*.ts'], {
    patterns: [OPERATOR, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [FORGE, SMTP_SERVER],
  }),
  boundary(['libs/core/{lock,store}/**/*.ts'], {
    patterns: [OPERATOR, APPS_FROM_LIB, INNER_PATHS],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/core/{logging,process}/**/*.ts'], {
    patterns: [OPERATOR, APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['libs/operator/relay/**/*.ts'], {
    patterns: [APPS_FROM_LIB, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['{certs,dns}/**/*.ts'], {
    patterns: [APPS_FROM_LIB, INNER_PATHS, NEIGHBOURS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['apps/{api,cli,dns}/**/*.ts'], {
    patterns: [APPS, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER],
  }),
  boundary(['apps/smtp/**/*.ts'], {
    patterns: [APPS, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE, SMTP_SERVER_TYPES],
  }),
  boundary(['apps/smtp/src/receiver/smtp-server.ts'], {
    patterns: [APPS, INNER_PATHS, ...STORE],
    paths: [NO_ENV, FORGE],
  }),
  boundary(['apps/web/src/**/*.{ts,tsx}'], {
    patterns: [APPS, INNER_PATHS, NOT_IN_THE_PAGE, ...STORE],
    paths: [FORGE, SMTP_SERVER],
  }),
  ...[
    ['sending', 'receiving'],
    ['receiving', 'sending'],
    ['shared', '(sending|receiving)'],
  ].map(([folder, other]) =>
    boundary([`apps/web/src/${folder}/**/*.{ts,tsx}`], {
      patterns: [
        { regex: `(^|/)${other}/`, message: 'The two pages have in common what is in shared/.' },
        ...[APPS, INNER_PATHS, NOT_IN_THE_PAGE, ...STORE],
      ],
      paths: [FORGE, SMTP_SERVER],
    }),
  ),
  boundary(['test/**/*.ts'], { patterns: [INNER_PATHS, ...STORE], paths: [FORGE, SMTP_SERVER] }),
  // The table of parsers names those that a lib keeps to itself.
  boundary(['test/parsers/parsers.ts'], { patterns: [...STORE], paths: [FORGE, SMTP_SERVER] }),
  // The benchmark runs a bare smtp-server beside the receiver, and one plays a relay that asks for a login.
  boundary(['test/bench/**/*.ts', 'test/support/submission-server.ts'], {
    patterns: [INNER_PATHS, ...STORE],
    paths: [FORGE],
  }),
  {
    files: SOURCES,
    excludeFiles: ['libs/core/config/src/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only libs/core/config reads the environment.' },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', '{certs,dns}/**/*.ts'],
    rules: {
      'havedane/static-imports': 'error',
    },
  },
  {
    files: ['libs/{core/{scenarios,checks,contracts,words},protocol/{dane,dnstap,text}}/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Knowledge does not see the process around it.' },
        { name: 'fetch', message: 'No I/O here.' },
        { name: 'setTimeout', message: 'The clock is a parameter.' },
        { name: 'setInterval', message: 'The clock is a parameter.' },
      ],
    },
  },
];

const typeImports = [
  {
    files: ['**/*.{ts,tsx}'],
    rules: { 'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }] },
  },
  exceptDecorated(import.meta.dirname),
];

export default {
  ...rules,
  jsPlugins: ['./scripts/lint/static-imports.mjs'],
  overrides: [...rules.overrides, ...typeImports, ...boundaries],
};

/** In a file with decorators, an import that looks like a type may be what Nest injects by; Oxlint does not see that. */
export function exceptDecorated(folder) {
  const search = ['grep', '--no-index', '--exclude-standard', '-lE', '^ *@[A-Z][A-Za-z]*\\(', '--', '*.ts'];
  const files = execFileSync('git', search, { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  return { files, rules: { 'typescript/consistent-type-imports': 'off' } };
}
