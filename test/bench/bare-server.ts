/**
 * The baseline: smtp-server with handlers that do nothing and the same certificate, as a process of its own.
 * Arguments: the directory of the certificates. Logs a line that says `listening` with its port.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { SMTPServer } from 'smtp-server';

const [certsDir = ''] = process.argv.slice(2);

const server = new SMTPServer({
  key: readFileSync(join(certsDir, 'leaf.key.pem')),
  cert: readFileSync(join(certsDir, 'leaf.chain.pem')),
  minVersion: 'TLSv1.2',
  disabledCommands: ['AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, callback) {
    stream.once('end', () => callback());
    stream.resume();
  },
});
server.on('error', () => undefined);
const listener = server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'listening', port: (listener.address() as AddressInfo).port }));
});
process.once('SIGTERM', () => server.close(() => process.exit(0)));
