import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from '../../lab/daemon.js';
import { run } from '../run-program.js';
import { executeSql } from '../raw-database.js';
import type { UpdateServerSetup } from '../update-server.js';

/** PowerDNS 4.7's, as far as a primary with TSIG keys needs it: Debian's copy is documentation, which images leave out. */
const SCHEMA = `
CREATE TABLE domains (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, master TEXT, last_check INTEGER,
  type TEXT NOT NULL, notified_serial INTEGER, account TEXT, options TEXT, catalog TEXT);
CREATE UNIQUE INDEX name_index ON domains(name);
CREATE TABLE records (id INTEGER PRIMARY KEY, domain_id INTEGER, name TEXT, type TEXT, content TEXT, ttl INTEGER,
  prio INTEGER, disabled BOOLEAN DEFAULT 0, ordername TEXT, auth BOOL DEFAULT 1);
CREATE INDEX records_lookup_idx ON records(name, type);
CREATE TABLE comments (id INTEGER PRIMARY KEY, domain_id INTEGER, name TEXT, type TEXT, modified_at INT, account TEXT,
  comment TEXT);
CREATE TABLE domainmetadata (id INTEGER PRIMARY KEY, domain_id INT NOT NULL, kind TEXT COLLATE NOCASE, content TEXT);
CREATE TABLE cryptokeys (id INTEGER PRIMARY KEY, domain_id INT NOT NULL, flags INT NOT NULL, active BOOL,
  published BOOL DEFAULT 1, content TEXT);
CREATE TABLE tsigkeys (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, algorithm TEXT COLLATE NOCASE, secret TEXT);
`;

/** It lets a key change all of a zone or nothing. */
export async function launchPowerDns(setup: UpdateServerSetup): Promise<Daemon> {
  const { directory, listen, zone, zoneFile, key, idleKey } = setup;
  const database = join(directory, 'pdns.sqlite3');
  await writeFile(
    join(directory, 'pdns.conf'),
    `\
launch=gsqlite3
gsqlite3-database=${database}
gsqlite3-dnssec=yes
local-address=${listen.address}
local-port=${listen.port}
socket-dir=${directory}
dnsupdate=yes
security-poll-suffix=
`,
  );
  const keys = [key, idleKey].map(
    ({ name, algorithm, secret }) =>
      `INSERT INTO tsigkeys (name, algorithm, secret) VALUES ('${name}', '${algorithm}', '${secret}');`,
  );
  await executeSql(database, SCHEMA + keys.join('\n'));
  const loaded = await run('pdnsutil', ['--config-dir', directory, 'load-zone', zone, zoneFile]);
  if (loaded.code !== 0) throw new Error(`pdnsutil load-zone: ${loaded.stderr}`);
  await executeSql(
    database,
    `INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'TSIG-ALLOW-DNSUPDATE', '${key.name}' FROM domains`,
  );
  return Daemon.start({
    name: 'PowerDNS',
    command: ['pdns_server', `--config-dir=${directory}`, '--guardian=no', '--daemon=no'],
    cwd: directory,
  });
}
