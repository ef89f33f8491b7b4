/** The programs of other people that the end-to-end tests run: real senders, resolvers, name servers, a browser. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

import { mustRun, run } from './run.mjs';
import { done, say, step } from './steps.mjs';

/** Debian's package and one program or file in it, by which it is known to be there. */
const PACKAGES = {
  postfix: 'postfix',
  unbound: 'unbound',
  knot: 'knotd',
  'knot-module-dnstap': '/var/lib/dpkg/info/knot-module-dnstap.list',
  'knot-dnsutils': 'kdig',
  'knot-dnssecutils': 'kzonecheck',
  nsd: 'nsd-checkzone',
  ldnsutils: 'ldns-dane',
  'bind9-utils': 'named-checkzone',
  'bind9-dnsutils': 'dig',
  'gnutls-bin': 'danetool',
  chromium: 'chromium',
  openssl: 'openssl',
};
/** These would start a service of their own. */
const SERVICES = ['postfix', 'unbound', 'knot', 'nsd'];
const POLICY = '/usr/sbin/policy-rc.d';
const QUIET = { DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Installs what is missing, where that can be done.
 *
 * @returns {Promise<string | undefined>} why the end-to-end tests cannot run here
 */
export async function provideSystemPackages() {
  if (process.getuid?.() !== 0) {
    return 'they need root, for port 25 and for a mount namespace with a resolv.conf of its own';
  }
  const missing = Object.keys(PACKAGES).filter((name) => !found(PACKAGES[name]));
  if (missing.length === 0) {
    done('system packages (all there)');
    return undefined;
  }
  if (!existsSync('/etc/debian_version')) {
    return `not on Debian, and these are missing: ${missing.map((name) => PACKAGES[name]).join(', ')}`;
  }
  say(`… installing ${missing.join(' ')}`);
  await step('system packages installed', () => install(missing));
  return undefined;
}

function found(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(resolve(folder, program)));
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
    await mustRun([...apt, ...missing], { env: QUIET });
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
  const newServices = SERVICES.filter((name) => missing.includes(name));
  if (existsSync('/run/systemd/system')) await run(['systemctl', 'disable', ...newServices]);
}
