/** The process that sees what resolvers ask. */
import 'reflect-metadata';

import { runProcess, startContext } from '#process';

import { DnsModule } from './dns.module.js';
import { SocketError } from './socket/socket-error.js';

await runProcess({
  name: 'dns',
  start: (config, logger) => startContext(DnsModule.forRoot(config, logger), logger),
  expected: [SocketError],
});
