/** Code that the rules of oxlint.config.mjs have to refuse, or to leave alone, if it stood at that path. */

/** Refused by no-restricted-imports. */
const FORBIDDEN_IMPORTS = [
  ['libs/protocol/dane/src/x.ts', "import '@nestjs/common';"],
  ['libs/core/scenarios/src/x.ts', "import 'rxjs';"],
  ['libs/core/checks/src/x.ts', "import 'socket.io';"],
  ['libs/core/contracts/src/x.ts', "import 'express';"],
  ['libs/protocol/dane/src/x.ts', "import 'node:fs/promises';"],
  ['libs/core/checks/src/x.ts', "import 'node:net';"],
  ['libs/core/checks/src/x.ts', "import '#store';"],
  ['libs/core/store/src/x.ts', "import '../../../apps/api/src/main.js';"],
  ['libs/core/process/src/x.ts', "import '../../../apps/smtp/src/main.js';"],
  ['libs/protocol/dane/src/x.ts', "import '#process';"],
  ['libs/protocol/dane/src/x.ts', "import '#relay';"],
  ['libs/core/lock/src/x.ts', "import '../../store/src/index.js';"],
  ['libs/operator/relay/src/x.ts', "import '../../../apps/api/src/main.js';"],
  ['libs/core/store/src/x.ts', "import '../../checks/src/token.js';"],
  ['libs/core/store/src/x.ts', "import '#checks/token';"],
  ['libs/core/store/src/x.ts', "export * from '../../../libs/core/checks/src/index.js';"],
  ['apps/api/src/x.ts', "import '../../../libs/core/store/src/index.js';"],
  ['apps/api/src/x.ts', "import '../../smtp/src/main.js';"],
  ['apps/smtp/src/receiver/x.ts', "import '../../../api/src/main.js';"],
  ['apps/api/src/x.ts', "import '../../dns/src/main.js';"],
  ['apps/dns/src/x.ts', "import '../../smtp/src/main.js';"],
  ['apps/dns/src/x.ts', "import 'typeorm';"],
  ['libs/protocol/dnstap/src/x.ts', "import 'node:net';"],
  ['libs/protocol/dnstap/src/x.ts', "import '#store';"],
  ['libs/operator/rollover/src/x.ts', "import '#certs';"],
  ['libs/operator/rollover/src/x.ts', "import '#watch';"],
  ['libs/operator/watch/src/x.ts', "import '#config';"],
  ['libs/operator/watch/src/x.ts', "import '../../../../apps/cli/src/version.js';"],
  ['libs/protocol/dns/src/x.ts', "import '#checks';"],
  ['libs/protocol/dns/src/x.ts', "import '#dane';"],
  ['libs/protocol/dane/src/x.ts', "import { createResolver } from '#dns';\nexport { createResolver };"],
  ['libs/protocol/probe/src/x.ts', "import '#store';"],
  ['libs/protocol/probe/src/x.ts', "import '../../smtp-client/src/session.js';"],
  ['libs/protocol/smtp-client/src/x.ts', "import '#probe';"],
  ['libs/protocol/mta-sts/src/x.ts', "import '#contracts';"],
  [
    'libs/protocol/probe/src/x.ts',
    "import type { ProbeTargetBody } from '#contracts';\nexport type T = ProbeTargetBody;",
  ],
  ['libs/core/contracts/src/x.ts', "import { runProbe } from '#probe';\nexport { runProbe };"],
  ['libs/protocol/files/src/x.ts', "import '#lock';"],
  ['libs/core/store/src/x.ts', "import '#relay';"],
  ['libs/core/store/src/x.ts', "import '../../../protocol/dane/src/index.js';"],
  ['libs/core/process/src/x.ts', "import '#rollover';"],
  ['apps/cli/src/commands/x.ts', "import '../../../../certs/generate.js';"],
  ['dns/x.ts', "import '../certs/files.js';"],
  ['apps/web/src/x.ts', "import '#store';"],
  ['apps/web/src/sending/x.ts', "import '../receiving/format/x.js';"],
  ['apps/web/src/receiving/state/x.ts', "import '../../sending/state/x.js';"],
  ['apps/web/src/shared/x.ts', "import '../sending/x.js';"],
  ['apps/web/src/sending/x.ts', "import '#store';"],
  ['apps/web/src/x.tsx', "import 'node:crypto';"],
  ['apps/api/src/x.ts', "import 'typeorm';"],
  ['apps/smtp/src/x.ts', "import 'sqlite3';"],
  ['libs/protocol/dane/src/x.ts', "import 'typeorm';"],
  ['test/integration/x.ts', "import 'sqlite3';"],
  ['test/integration/x.ts', "import 'pg';"],
  ['apps/cli/src/x.ts', "import forge from 'node-forge';"],
  ['libs/core/store/src/x.ts', "import type forge from 'node-forge';"],
  ['test/support/x.ts', "import forge from 'node-forge';"],
  ['apps/smtp/src/session/x.ts', "import { SMTPServer } from 'smtp-server';"],
  ['apps/api/src/x.ts', "import type { SMTPServer } from 'smtp-server';"],
  ['apps/api/src/x.ts', "import { env } from 'node:process';"],
];

/** Refused by nothing. */
export const ALLOWED = [
  ['libs/core/checks/src/x.ts', "import './verdict/verdict.js';\nimport '#scenarios';"],
  ['libs/core/checks/src/verdict/x.ts', "import '../token.js';\nimport 'node:crypto';"],
  ['libs/protocol/dane/src/x.ts', "import forge from 'node-forge';\nexport { forge };"],
  ['libs/protocol/dane/src/x.ts', "import type { Resolver } from '#dns';\nexport type R = Resolver;"],
  [
    'libs/core/contracts/src/x.ts',
    "import type { ProbeTarget } from '#probe';\nexport type T = ProbeTarget;",
  ],
  ['libs/core/store/src/x.ts', "import 'typeorm';\nimport '#checks';\nimport '#config';"],
  ['libs/core/process/src/x.ts', "import '@nestjs/core';\nimport '#store';"],
  ['libs/core/logging/src/x.ts', "import 'pino';\nimport '@nestjs/common';"],
  ['apps/api/src/checks/x.ts', "import '../smtp/format.js';\nimport '#store';"],
  ['apps/smtp/src/receiver/smtp-server.ts', "import 'smtp-server';"],
  ['apps/smtp/src/session/x.ts', "import type { S } from 'smtp-server';\nexport type T = S;"],
  ['apps/dns/src/queries/x.ts', "import '../socket.js';\nimport '#dnstap';"],
  ['libs/protocol/dnstap/src/x.ts', "import 'dns-packet';\nimport './frame-stream/x.js';"],
  ['apps/cli/src/commands/x.ts', "import '#certs';\nimport '../certs/table.js';"],
  ['apps/web/src/x.tsx', "import 'preact';\nimport '#contracts';"],
  ['test/integration/x.ts', "import '../../apps/smtp/src/receiver/create-receiver.js';"],
  ['test/parsers/parsers.ts', "import '../../libs/protocol/smtp-client/src/smtp-connection.js';"],
  ['test/bench/x.ts', "import 'smtp-server';"],

  [
    'libs/core/store/src/index.ts',
    // What Nest injects by looks like a type.
    "import { Injectable } from '@nestjs/common';\nimport { Logger } from 'pino';\n@Injectable()\nexport class Service {\n  constructor(readonly logger: Logger) {}\n}",
  ],
];

const ENVIRONMENT = [
  'export const { HOME } = process.env;',
  "export const { HOME } = process['env'];",
  'const { env } = process;\nexport { env };',
];
const OUTSIDE = ['process.exit(1);', "void fetch('https://example.org');", 'setTimeout(() => undefined, 1);'];

/** `[rule, path, code]` */
export const FORBIDDEN = [
  ...FORBIDDEN_IMPORTS.map((row) => ['no-restricted-imports', ...row]),
  ...ENVIRONMENT.flatMap((code) => [
    ['no-restricted-properties', 'apps/api/src/x.ts', code],
    ['no-restricted-properties', 'libs/core/store/src/x.ts', code],
  ]),
  ...OUTSIDE.map((code) => ['no-restricted-globals', 'libs/protocol/dane/src/x.ts', code]),
  [
    'havedane/static-imports',
    'libs/protocol/dane/src/x.ts',
    "export const forge = await import('node-forge');",
  ],
  [
    'typescript/consistent-type-imports',
    'libs/core/store/src/x.ts',
    "import { Store } from './store.js';\nexport type S = Store;",
  ],
];

/** Everything of `FORBIDDEN` where it is right. */
export const ALLOWED_ELSEWHERE = [
  ...ENVIRONMENT.map((code) => ['libs/core/config/src/config.ts', code]),
  ...OUTSIDE.map((code) => ['apps/smtp/src/x.ts', code]),
];
