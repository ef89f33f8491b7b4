import { appendFile, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from '../../lab/daemon.js';
import type { UpdateServerSetup } from '../update-server.js';

/** Two views of the zone, as a split-horizon setup has them: the key chooses, and only the one behind it is updated. */
export async function launchBind(setup: UpdateServerSetup): Promise<Daemon> {
  const { directory, listen, zone, zoneFile, key, idleKey } = setup;
  const publicFile = `${zoneFile}.public`;
  await copyFile(zoneFile, publicFile);
  await appendFile(publicFile, `public.${zone}. 300 TXT "seen by all"\n`);
  const keys = [key, idleKey].map(
    ({ name, algorithm, secret }) => `key "${name}" { algorithm ${algorithm}; secret "${secret}"; };`,
  );
  const configuration = join(directory, 'named.conf');
  await writeFile(
    configuration,
    `\
${keys.join('\n')}
options {
  directory "${directory}";
  pid-file "named.pid";
  listen-on port ${listen.port} { ${listen.address}; };
  listen-on-v6 { none; };
  recursion no;
  dnssec-validation no;
  notify no;
};
controls { };
view "updated" {
  match-clients { key "${key.name}"; key "${idleKey.name}"; };
  zone "${zone}" {
    type primary;
    file "${zoneFile}";
    update-policy {
      grant ${key.name} subdomain ${zone}. A AAAA CAA CNAME MX TLSA TXT;
      grant ${idleKey.name} subdomain ${zone}. A;
    };
  };
};
view "public" {
  match-clients { any; };
  zone "${zone}" { type primary; file "${publicFile}"; };
};
`,
  );
  return Daemon.start({
    name: 'BIND 9',
    command: ['named', '-g', '-n', '1', '-c', configuration],
    cwd: directory,
  });
}
