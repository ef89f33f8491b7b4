/** What this machine is, as the kernel tells it: nobody else is asked. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';

import ipaddr from 'ipaddr.js';

/** The source address of the default route, of each family; undefined without one. */
export interface RouteAddresses {
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

/** A socket that somebody listens on. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** The name of the program; undefined where this user may not see it, and it does not say. */
  readonly program: string | undefined;
}

/** For documentation (RFC 5737, RFC 3849): connecting a UDP socket sends nothing, the kernel only chooses a route. */
const ANYWHERE = { ipv4: '192.0.2.1', ipv6: '2001:db8::1' };

export async function routeAddresses(): Promise<RouteAddresses> {
  const [ipv4, ipv6] = await Promise.all([
    sourceAddress('udp4', ANYWHERE.ipv4),
    sourceAddress('udp6', ANYWHERE.ipv6),
  ]);
  return { ipv4, ipv6 };
}

async function sourceAddress(type: 'udp4' | 'udp6', target: string): Promise<string | undefined> {
  const socket = createSocket(type);
  try {
    socket.connect(9, target);
    await once(socket, 'connect');
    const { address } = socket.address();
    return ipaddr.parse(address).range() === 'loopback' ? undefined : address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}

/** Whether the Internet can reach the address; a private one is translated on the path. */
export function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}

export function hasAddress(address: string): boolean {
  const wanted = ipaddr.process(address).toNormalizedString();
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some((own) => ipaddr.process(own.address).toNormalizedString() === wanted);
}

const TABLES = [
  { file: 'tcp', protocol: 'tcp', state: '0A' },
  { file: 'tcp6', protocol: 'tcp', state: '0A' },
  { file: 'udp', protocol: 'udp', state: '07' },
  { file: 'udp6', protocol: 'udp', state: '07' },
] as const;

/** All sockets that wait for clients, from /proc/net (proc_net(5)), and whose they are. */
export async function listeners(ports: readonly number[]): Promise<readonly Listener[]> {
  const tables = await Promise.all(
    TABLES.map(async ({ file, ...table }) => {
      const text = await readFile(`/proc/net/${file}`, 'utf8').catch(() => '');
      return parseSocketTable(text, table);
    }),
  );
  const found = tables.flat().filter(({ port }) => ports.includes(port));
  const programs = found.length === 0 ? new Map<string, string>() : await programsByInode();
  return Promise.all(
    found.map(async ({ inode, ...listener }) => ({
      ...listener,
      program: programs.get(inode) ?? (await announcedName(listener)),
    })),
  );
}

/** Of a web server that cannot be seen, as from a container: what it calls itself in `Server`, such as `nginx`. */
async function announcedName({ protocol, address, port }: Omit<Listener, 'program'>) {
  if (protocol !== 'tcp' || [25, 53, 443].includes(port)) return undefined;
  const host = { '0.0.0.0': '127.0.0.1', '::': '127.0.0.1' }[address] ?? address;
  try {
    const request = { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) } as const;
    const { headers } = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/`, request);
    return /^[\w-]+/.exec(headers.get('server') ?? '')?.[0].toLowerCase();
  } catch {
    return undefined;
  }
}

const ANSWER_MS = 2000;

interface SocketRow extends Omit<Listener, 'program'> {
  readonly inode: string;
}

export function parseSocketTable(
  text: string,
  { protocol, state }: { readonly protocol: 'tcp' | 'udp'; readonly state: string },
): readonly SocketRow[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, local = '', , rowState, , , , , , inode = '']) => {
      const [address = '', port = ''] = local.split(':');
      if (rowState !== state || address === '') return [];
      return [{ protocol, address: kernelAddress(address), port: Number.parseInt(port, 16), inode }];
    });
}

/** The kernel prints words of 32 bits, each in the byte order of the machine: little-endian on all that we run on. */
function kernelAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => [...Buffer.from(word, 'hex').reverse()]);
  return ipaddr.fromByteArray(bytes).toString();
}

/** Only root sees all of them. */
async function programsByInode(): Promise<Map<string, string>> {
  const processes = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = new Map<string, string>();
  for (const id of processes) {
    const descriptors = await readdir(`/proc/${id}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${id}/fd/${descriptor}`).catch(() => '');
      const [, inode] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
      if (inode === undefined) continue;
      found.set(inode, (await readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')).trim());
    }
  }
  return found;
}
