/**
 * The baseline: smtp-server with handlers that do nothing and the same certificate, as a process of its own.
 * Arguments: the directory of the certificates. Logs a line that says `listening` with its port.
 */
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

import { bareOptions } from './bare-options.js';

const [certsDir = ''] = process.argv.slice(2);

const server = new SMTPServer({
  ...bareOptions(certsDir),
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
