/** The DNS of the conformance lab: a signed root zone that delegates the domain, and the resolver that validates from there. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const DOMAIN = 'havedane.test';
/** Of the resolver, and of the name server on the loopback address. */
export const DNS_PORT = 53;
export const NAME_SERVER_ADDRESS = '127.0.0.1';

export const run = promisify(execFile);

/** Signs a root zone that delegates the domain, and gives its DS record: the trust anchor. A restart keeps the key. */
export async function signRoot(directory, { PUBLIC_IPV4, DNS_DIR }) {
  const folder = join(directory, 'root');
  await mkdir(folder, { recursive: true });
  const [conf, zone] = [join(folder, 'knot.conf'), join(folder, 'root.zone')];
  const dsOf = async (config, name) => {
    const { stdout } = await run('keymgr', ['--config', config, name, 'ds']);
    // With SHA-256 (RFC 4509).
    return stdout.split('\n').find((line) => line.split(' ')[4] === '2') ?? '';
  };
  await writeFile(
    conf,
    `database:
  storage: "${folder}"
policy:
  - id: root
    algorithm: ecdsap256sha256
    single-type-signing: on
    ksk-lifetime: 0
    rrsig-lifetime: 3650d
    rrsig-refresh: 7d
zone:
  - domain: "."
    file: "${zone}"
    dnssec-signing: on
    dnssec-policy: root
`,
  );
  await writeFile(
    zone,
    `. 60 SOA ns1.${DOMAIN}. hostmaster.${DOMAIN}. 1 3600 600 86400 5
. 60 NS ns1.${DOMAIN}.
${DOMAIN}. 60 NS ns1.${DOMAIN}.
ns1.${DOMAIN}. 60 A ${PUBLIC_IPV4}
${(await dsOf(join(DNS_DIR, 'knot.conf'), DOMAIN)).replace(' DS ', ' 60 DS ')}
`,
  );
  await run('kzonesign', ['--config', conf, '.']);
  return { zone, anchor: (await dsOf(conf, '.')).replace(' DS ', ' IN DS ') };
}

/** Answers every client: only those on the lab's own network reach it. */
export function unboundConf(directory, { PUBLIC_IPV4 }, { zone, anchor }) {
  return `server:
  interface: ${PUBLIC_IPV4}
  port: ${DNS_PORT}
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "${directory}"
  pidfile: ""
  use-syslog: no
  logfile: ""
  num-threads: 1
  module-config: "validator iterator"
  trust-anchor: "${anchor}"
  trust-anchor-signaling: no
  val-log-level: 2
  ede: yes
  aggressive-nsec: no
  cache-max-negative-ttl: 5
  do-not-query-localhost: no
  local-zone: "test." nodefault
remote-control:
  control-enable: no
auth-zone:
  name: "."
  zonefile: "${zone}"
  for-downstream: no
  for-upstream: yes
  fallback-enabled: no
stub-zone:
  name: "${DOMAIN}"
  stub-addr: ${NAME_SERVER_ADDRESS}@${DNS_PORT}
`;
}
