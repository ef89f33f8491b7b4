/** A real Knot DNS on a port of its own, which reports its queries over dnstap; and kdig, to play resolvers. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Daemon } from '../lab/daemon.js';
import { freePort } from './free-port.js';
import { runCommand } from '../lab/run-command.js';

/** Not 127.0.0.1, where other tests bind the ports that they were promised. */
export const NAME_SERVER = '127.0.0.61';

export interface NameServer {
  readonly port: number;
  /** Asks once, as a resolver at that address, with further options of kdig. */
  ask(name: string, type: string, ...options: string[]): Promise<void>;
  /** Runs knotc. */
  control(...command: string[]): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startNameServer(domain: string, dnstapSocket: string): Promise<NameServer> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-knot-'));
  const configuration = join(directory, 'knot.conf');
  const port = await freePort(NAME_SERVER);
  await mkdir(join(directory, 'db'));
  await writeFile(join(directory, 'zone'), zone(domain));
  await writeFile(configuration, knotConfiguration(directory, port, domain, dnstapSocket));

  const kdig = (name: string, type: string, options: readonly string[]) =>
    runCommand('kdig', [`@${NAME_SERVER}`, '-p', String(port), name, type, '+norec', ...options]);
  const start = async (): Promise<Daemon> => {
    const daemon = Daemon.start({
      name: 'Knot DNS',
      command: ['knotd', '--config', configuration],
      cwd: directory,
    });
    await daemon.ready(async () => {
      const answer = await kdig(domain, 'SOA', ['+short', '+timeout=1', '+retry=0']).catch(() => '');
      return /^\S+ \S+ \d/m.test(answer) ? true : undefined;
    });
    return daemon;
  };
  let daemon = await start();
  return {
    port,
    ask: async (name, type, ...options) => {
      await kdig(name, type, options);
    },
    control: async (...command) => {
      await runCommand('knotc', ['--config', configuration, ...command]);
    },
    restart: async () => {
      await daemon.stop();
      daemon = await start();
    },
    close: async () => {
      await daemon.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function zone(domain: string): string {
  return `$ORIGIN ${domain}.
$TTL 5
@ SOA ns hostmaster 1 3600 600 86400 5
@ NS ns
ns A ${NAME_SERVER}
*.do A 127.0.0.1
*.dont A 127.0.0.1
*.wrong A 127.0.0.1
`;
}

function knotConfiguration(directory: string, port: number, domain: string, dnstapSocket: string): string {
  return `server:
  rundir: "${directory}"
  listen: ${NAME_SERVER}@${port}
log:
  - target: stderr
    any: info
database:
  storage: "${join(directory, 'db')}"
mod-dnstap:
  - id: observer
    sink: "unix:${dnstapSocket}"
    log-queries: on
    log-responses: off
zone:
  - domain: ${domain}
    file: "${join(directory, 'zone')}"
    zonefile-sync: -1
    module: mod-dnstap/observer
`;
}
