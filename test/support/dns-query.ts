/** Asks a DNS server with Knot's kdig and reads its answer. */
import type { Endpoint } from '#dns';

import { runTool } from './system-tool.js';

export interface DnsAnswer {
  /** NOERROR, NXDOMAIN, REFUSED, … */
  readonly status: string;
  /** In lower case: aa, ad, tc, … */
  readonly flags: readonly string[];
  /** The data of the answers of the type that was asked for. */
  readonly data: readonly string[];
  readonly text: string;
}

/** The answer; options are those of kdig, such as `+dnssec` or `+tcp`. */
export async function dnsQuery(
  { address, port }: Endpoint,
  name: string,
  type: string,
  options: readonly string[] = [],
): Promise<DnsAnswer> {
  const { stdout, stderr } = await runTool('kdig', [
    ...[`@${address}`, '-p', String(port), name, type, '+noall', '+header', '+answer', '+authority'],
    ...['+timeout=5', '+retry=1', ...options],
  ]);
  const status = /status: (\w+);/.exec(stdout)?.[1];
  if (status === undefined) throw new Error(`${name} ${type}: ${stderr.trim()}`);
  return {
    status,
    flags: (/^;; Flags: ([^;]*);/m.exec(stdout)?.[1] ?? '').split(' ').filter((flag) => flag !== ''),
    data: answers(stdout, type),
    text: stdout,
  };
}

/** The data of that type at each of the names, asked for by one process. */
export async function dataOf(
  { address, port }: Endpoint,
  names: readonly string[],
  type: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { stdout } = await runTool('kdig', [
    ...[`@${address}`, '-p', String(port), '+norec', '+noall', '+answer', '+timeout=5', '+retry=1'],
    ...names.flatMap((name) => [name, type]),
  ]);
  const lines = stdout.split('\n').map((line) => line.split(/\s+/));
  const found = (name: string) => lines.filter(([owner, , , of]) => owner === name && of === type);
  return new Map(names.map((name) => [name, found(name).map((fields) => fields.slice(4).join(' '))]));
}

/** NODATA is NOERROR without an answer (RFC 2308 §2.2). */
export function isNoData({ status, data }: DnsAnswer): boolean {
  return status === 'NOERROR' && data.length === 0;
}

function answers(text: string, type: string): string[] {
  const line = new RegExp(`^\\S+\\s+\\d+\\s+IN\\s+${type}\\s+(.*)$`);
  return text.split('\n').flatMap((candidate) => line.exec(candidate)?.[1] ?? []);
}
