/** Questions to name servers with Knot's kdig, which answers in JSON (RFC 8427). */
import { z } from 'zod';

import { canonicalName, canonicalRecord } from '../canonical-data.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';
import { runTool } from './run-tool.js';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

const record = z.looseObject({ NAME: z.string(), TYPEname: z.string(), TTL: z.number() });

/** As far as we read it. */
const message = z.object({
  AA: z.number(),
  RCODE: z.number(),
  answerRRs: z.array(record).default([]),
  authorityRRs: z.array(record).default([]),
});

export type DnsMessage = z.infer<typeof message>;

export const RCODE = { noError: 0, nxDomain: 3, refused: 5 } as const;

/**
 * The answer, by TCP; undefined when there is none.
 *
 * @throws ProviderError when kdig is not installed
 */
export async function kdig(
  { host, port }: ServerAddress,
  name: string,
  type: RecordType | 'SOA',
  options: readonly string[],
): Promise<DnsMessage | undefined> {
  const { stdout } = await runTool('kdig', [
    `@${host}`,
    '-p',
    String(port),
    '-t',
    type,
    '-q',
    name,
    '+tcp',
    '+json',
    ...options,
  ]);
  return message.safeParse(parseJson(stdout)).data;
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
