/** The programs of other people that tests run: real senders, resolvers, name servers, checkers, a browser. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { mustRun, run } from './run.mjs';
import { done, say, step } from './steps.mjs';

/** Debian's package and one program or module in it, by which it is known to be there. */
const PACKAGES = {
  postfix: 'postfix',
  'postfix-mta-sts-resolver': 'mta-sts-daemon',
  'exim4-daemon-heavy': 'exim4-daemon-heavy/usr/sbin/exim4',
  chasquid: 'chasquid',
  unbound: 'unbound',
  knot: 'knotd',
  'knot-module-dnstap': 'dnstap.so',
  'knot-dnsutils': 'kdig',
  'knot-dnssecutils': 'kzonecheck',
  ldnsutils: 'ldns-verify-zone',
  nsd: 'nsd-checkzone',
  bind9: 'named',
  'bind9-utils': 'named-checkzone',
  'bind9-dnsutils': 'dig',
  'pdns-server': 'pdns_server',
  'pdns-backend-sqlite3': 'libgsqlite3backend.so',
  'gnutls-bin': 'danetool',
  nginx: 'nginx',
  postgresql: 'pg_lsclusters',
  'apache2-bin': 'apache2',
  caddy: 'caddy',
  pebble: 'pebble',
  prometheus: 'promtool',
  'chromium-headless-shell': 'chromium-headless-shell',
  iproute2: 'ip',
  openssl: 'openssl',
  zsh: 'zsh',
  fish: 'fish',
  'groff-base': 'groff',
};
/** Its package conflicts with Postfix, so it is unpacked in a folder of its own, where test/lab/programs.ts looks for it. */
const EXIM = 'exim4-daemon-heavy';
const UNPACKED = '/usr/local/lib';
/** The service that each of these would start. */
const SERVICES = {
  postfix: 'postfix',
  'postfix-mta-sts-resolver': 'postfix-mta-sts-resolver',
  chasquid: 'chasquid',
  unbound: 'unbound',
  knot: 'knot',
  nsd: 'nsd',
  bind9: 'named',
  'pdns-server': 'pdns',
  nginx: 'nginx',
  postgresql: 'postgresql',
  caddy: 'caddy',
  prometheus: 'prometheus',
};
const POLICY = '/usr/sbin/policy-rc.d';
const QUIET = { DEBIAN_FRONTEND: 'noninteractive' };

/** Those that the integration tests need; the end-to-end tests need all. */
const FOR_INTEGRATION = Object.keys(PACKAGES).filter(
  (name) =>
    ![
      'postfix',
      'postfix-mta-sts-resolver',
      'exim4-daemon-heavy',
      'chasquid',
      'chromium-headless-shell',
    ].includes(name),
);

/**
 * Installs what is missing, where that can be done.
 *
 * @returns {Promise<{ integration?: string, e2e?: string }>} why a tier cannot run here
 */
export async function provideSystemPackages() {
  const isRoot = process.getuid?.() === 0;
  const missing = Object.keys(PACKAGES).filter((name) => !found(PACKAGES[name]));
  if (missing.length > 0 && isRoot && isDebian()) {
    say(`… installing ${missing.join(' ')}`);
    await step('system packages installed', () => install(missing));
    return {};
  }
  if (missing.length === 0 && isRoot) {
    done('system packages (all there)');
    return {};
  }
  const needed = missing.filter((name) => FOR_INTEGRATION.includes(name));
  return {
    ...(needed.length > 0 && { integration: `these programs are missing: ${programs(needed)}` }),
    e2e: isRoot
      ? `this is not Debian, and these programs are missing: ${programs(missing)}`
      : 'they need root, for port 25 and for a mount namespace with a resolv.conf of its own',
  };
}

function programs(packages) {
  return packages.map((name) => PACKAGES[name]).join(', ');
}

/** Its derivatives name or package some of these otherwise. */
function isDebian() {
  const file = '/etc/os-release';
  return existsSync(file) && /^ID=debian$/m.test(readFileSync(file, 'utf8'));
}

function found(program) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/sbin',
    UNPACKED,
    ...modules(),
  ];
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** Where name servers have their modules: /usr/lib/x86_64-linux-gnu/pdns, /usr/lib64/knot/modules-3.4. */
function modules() {
  const places = ['/usr/lib64', '/usr/lib', ...entries('/usr/lib', /-linux-gnu/)];
  return places.flatMap((folder) => [join(folder, 'pdns'), ...entries(join(folder, 'knot'), /^modules-/)]);
}

function entries(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}

/** Services that come with the packages are neither started now nor at the next boot; those from before stay as they are. */
async function install(missing) {
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const question = 'postfix postfix/main_mailer_type select Local only';
    if (missing.includes('postfix')) await mustRun(['sh', '-c', `echo ${question} | debconf-set-selections`]);
    await mustRun(['apt-get', 'update', '-qq'], { env: QUIET });
    const apt = [
      'apt-get',
      'install',
      '-y',
      '-qq',
      '--no-install-recommends',
      '-o',
      'DPkg::Lock::Timeout=300',
    ];
    await mustRun([...apt, ...missing.filter((name) => name !== EXIM)], { env: QUIET });
    if (missing.includes(EXIM))
      await unpackExim((libraries) => mustRun([...apt, ...libraries], { env: QUIET }));
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
  const newServices = missing.flatMap((name) => SERVICES[name] ?? []);
  if (existsSync('/run/systemd/system')) await run(['systemctl', 'disable', ...newServices]);
}

/** Exim refuses to start without the user that its package would make. */
async function unpackExim(installLibraries) {
  const folder = mkdtempSync(join(tmpdir(), 'havedane-exim-'));
  try {
    await mustRun(['apt-get', 'download', '-qq', '-o', 'APT::Sandbox::User=root', EXIM], { cwd: folder });
    const [archive = ''] = entries(folder, /\.deb$/);
    const depends = await mustRun(['dpkg-deb', '-f', archive, 'Depends']);
    await installLibraries(depends.split(',').flatMap((each) => /^\s*(lib\S+)/.exec(each)?.[1] ?? []));
    if ((await run(['id', 'Debian-exim'])).code !== 0) {
      await mustRun([
        'useradd',
        '--system',
        '--no-create-home',
        '--shell',
        '/usr/sbin/nologin',
        'Debian-exim',
      ]);
    }
    await mustRun(['dpkg-deb', '-x', archive, join(UNPACKED, EXIM)]);
    // Only root runs it here.
    await mustRun(['chmod', 'u-s', join(UNPACKED, PACKAGES[EXIM])]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
