/** Questions to name servers with Knot's kdig, which answers in JSON (RFC 8427). */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { canonicalName, canonicalRecord } from '../canonical-data.js';
import type { TsigKey } from '../rfc2136/tsig-key.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';
import { runTool } from './run-tool.js';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

export function formatServer({ host, port }: ServerAddress): string {
  return `the name server ${host}${port === 53 ? '' : ` port ${port}`}`;
}

const record = z.looseObject({ NAME: z.string(), TYPEname: z.string(), TTL: z.number() });

/** As far as we read it. */
const message = z.object({
  AA: z.number(),
  RCODE: z.number(),
  answerRRs: z.array(record).default([]),
  authorityRRs: z.array(record).default([]),
  additionalRRs: z.array(record).default([]),
});

export interface DnsMessage extends z.infer<typeof message> {
  /** Whether the signature that was asked for is there and right (RFC 8945 §5.3). */
  readonly isSigned: boolean;
}

export const RCODE = { noError: 0, nxDomain: 3, refused: 5, notAuth: 9 } as const;

/**
 * The answer, by TCP; undefined when there is none. The question is signed where there is a key, which may choose the view that answers.
 *
 * @throws ProviderError when kdig is not installed
 */
export async function kdig(
  { host, port }: ServerAddress,
  name: string,
  type: RecordType | 'SOA',
  options: readonly string[],
  key: TsigKey | null,
): Promise<DnsMessage | undefined> {
  const args = [`@${host}`, '-p', String(port), '-t', type, '-q', name, '+tcp', '+json', ...options];
  const { stdout, stderr } =
    key === null
      ? await runTool('kdig', args)
      : await withKeyFile(key, (file) => runTool('kdig', [...args, '-k', file]));
  const { data } = message.safeParse(parseJson(stdout));
  return data && { ...data, isSigned: key !== null && !stderr.includes('reply verification') };
}

/** Arguments can be seen by every user of the machine, and kdig cannot read a key from the socket that Node gives it. */
async function withKeyFile<T>(key: TsigKey, action: (file: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-key-'));
  try {
    const file = join(directory, 'key');
    await writeFile(file, `${key.algorithm}:${key.name}:${key.secret}\n`, { mode: 0o600 });
    return await action(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Why TSIG failed, as far as the server says so: `BADKEY`, `BADSIG` or `BADTIME` (RFC 8945 §5.2). */
export function tsigErrorIn({ additionalRRs }: DnsMessage): string | undefined {
  const signature = additionalRRs.find(({ TYPEname }) => TYPEname === 'TSIG');
  return /\b(BADKEY|BADSIG|BADTIME)\b/.exec(String(signature?.['rdataTSIG']))?.[1];
}

/** Where an alias at the name leads; undefined when there is none. */
export function aliasIn({ answerRRs }: DnsMessage, name: string): string | undefined {
  const alias = answerRRs.find(
    ({ NAME, TYPEname }) => TYPEname === 'CNAME' && canonicalName(NAME) === canonicalName(name),
  );
  return alias === undefined ? undefined : String(alias['rdataCNAME']);
}

/** Those of the name itself; what an alias leads to has another one. */
export function recordsIn({ answerRRs }: DnsMessage, name: string, type: RecordType): ZoneRecord[] {
  return answerRRs
    .filter(({ TYPEname }) => TYPEname === type)
    .map(({ NAME, TTL, ...others }) =>
      canonicalRecord({ name: NAME, type, ttl: TTL, data: String(others[`rdata${type}`]) }),
    )
    .filter((found) => found.name === canonicalName(name));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
