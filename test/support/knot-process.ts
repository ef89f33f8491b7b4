/** Knot DNS in the foreground, with zones that a test has written. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Endpoint } from '#dns';

import { Daemon } from '../lab/daemon.js';

export interface KnotProcessOptions {
  /** For messages. */
  readonly name: string;
  /** Of its own; exists. */
  readonly directory: string;
  readonly listen: Endpoint;
  /** What follows in its configuration: at least the clause `zone`. */
  readonly clauses: string;
}

/** Starts it, and does not wait until it answers. */
export async function launchKnot({ name, directory, listen, clauses }: KnotProcessOptions): Promise<Daemon> {
  const storage = join(directory, 'db');
  await mkdir(storage);
  const configuration = `server:
  rundir: "${directory}"
  listen: ${listen.address}@${listen.port}
  udp-max-payload: 1232
log:
  - target: stderr
    any: info
database:
  storage: "${storage}"
  # A disk that is slow to flush must not slow the tests.
  journal-db-mode: asynchronous
${clauses}`;
  await writeFile(join(directory, 'knot.conf'), configuration);
  return Daemon.start({
    name,
    command: ['knotd', '--config', join(directory, 'knot.conf')],
    cwd: directory,
  });
}
