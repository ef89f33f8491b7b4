/** Network and mount namespaces, in which every address is this machine's and nothing can leave. */
import { spawn, spawnSync } from 'node:child_process';

const ENTER = [
  'ip link set lo up',
  'ip route add local 0.0.0.0/0 dev lo',
  '(ip -6 route add local ::/0 dev lo 2>/dev/null || true)',
  // A machine without an address of its own in the public internet does not probe over IPv6.
  '(ip -6 addr add 2a00::1/128 dev lo nodad 2>/dev/null || true)',
  // Clients of any IPv6 network, as the route alone allows it with IPv4.
  '(sysctl -qw net.ipv6.ip_nonlocal_bind=1 2>/dev/null || true)',
  // A burst of handshakes waits instead of being dropped.
  '(sysctl -qw net.core.somaxconn=4096 2>/dev/null || true)',
  'exec "$@"',
].join(' && ');
const NAMESPACES = ['--net', '--mount', '--propagation', 'private'];

/** Why there can be none here; undefined where there can. */
export function obstacle(): string | undefined {
  if (process.platform !== 'linux') return 'namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'namespaces need root';
  const { status } = spawnSync('unshare', [...NAMESPACES, 'sh', '-c', 'ip link set lo up'], {
    stdio: 'ignore',
  });
  return status === 0 ? undefined : 'no network and mount namespaces can be made here (unshare, ip)';
}

/** Runs this program in new ones. Resolves to how it ended. */
export function runInNamespaces(args: readonly string[]): Promise<string> {
  const [, program = ''] = process.argv;
  const itself = [process.execPath, ...process.execArgv, program, ...args];
  // setpriv: they end with this process, however that ends.
  const command = ['--pdeathsig', 'TERM', 'unshare', ...NAMESPACES, 'sh', '-c', ENTER, 'sh', ...itself];
  const child = spawn('setpriv', command, { stdio: 'inherit' });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}
