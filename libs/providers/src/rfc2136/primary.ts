/** Asks the primary name server itself what its zone holds (no cache in between), with Knot's kdig. */
import { z } from 'zod';

import { canonicalRecord } from '../canonical-data.js';
import { ProviderError } from '../provider-error.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';
import { runTool } from './run-tool.js';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

export function formatServer({ host, port }: ServerAddress): string {
  return `the name server ${host}${port === 53 ? '' : ` port ${port}`}`;
}

const rr = z.looseObject({ NAME: z.string(), TYPEname: z.string(), TTL: z.number() });

/** RFC 8427, as far as we read it. */
const message = z.object({
  AA: z.number(),
  RCODE: z.number(),
  answerRRs: z.array(rr).default([]),
  authorityRRs: z.array(rr).default([]),
});

const NOERROR = 0;
const NXDOMAIN = 3;
const REFUSED = 5;

export class Primary {
  private readonly zones = new Map<string, string>();

  constructor(
    private readonly server: ServerAddress,
    /** For each of two attempts. */
    private readonly timeoutSeconds: number,
  ) {}

  /** The records of that name and type; a wildcard may have made them. */
  async records(name: string, type: RecordType): Promise<ZoneRecord[]> {
    const { answerRRs } = await this.ask(name, type);
    return answerRRs
      .filter(({ TYPEname }) => TYPEname === type)
      .map((answer) =>
        canonicalRecord({ name: answer.NAME, type, ttl: answer.TTL, data: String(answer[`rdata${type}`]) }),
      )
      .filter((record) => record.name === name);
  }

  /**
   * The zone that the name is in, with the dot at its end: the owner of the SOA record in the answer.
   *
   * @throws ProviderError when the server is not authoritative for the name
   */
  async zoneOf(name: string): Promise<string> {
    const known = this.zones.get(name);
    if (known !== undefined) return known;
    const { AA, answerRRs, authorityRRs } = await this.ask(name, 'SOA');
    const zone = [...answerRRs, ...authorityRRs]
      .find(({ TYPEname }) => TYPEname === 'SOA')
      ?.NAME.toLowerCase();
    if (AA !== 1 || zone === undefined) throw this.notPrimary(name);
    this.zones.set(name, zone);
    return zone;
  }

  private async ask(name: string, type: RecordType | 'SOA'): Promise<z.infer<typeof message>> {
    const { host, port } = this.server;
    const times = [`+timeout=${this.timeoutSeconds}`, '+retry=1'];
    const args = [
      `@${host}`,
      '-p',
      String(port),
      '-t',
      type,
      '-q',
      name,
      '+tcp',
      '+norec',
      '+json',
      ...times,
    ];
    const { stdout } = await runTool('kdig', args);
    const parsed = message.safeParse(parseJson(stdout));
    if (!parsed.success) throw this.noAnswer();
    switch (parsed.data.RCODE) {
      case NOERROR:
      case NXDOMAIN:
        return parsed.data;
      case REFUSED:
        throw this.notPrimary(name);
      default:
        throw this.noAnswer(`it answers with error ${parsed.data.RCODE}`);
    }
  }

  private noAnswer(reason = 'no answer by TCP'): ProviderError {
    return new ProviderError(
      'unavailable',
      `${formatServer(this.server)} cannot be asked (${reason}); is DNS_UPDATE_SERVER right, and does the server run?`,
    );
  }

  private notPrimary(name: string): ProviderError {
    return new ProviderError(
      'unknown-zone',
      `${formatServer(this.server)} does not answer for ${name} by itself: ` +
        'DNS_UPDATE_SERVER has to be the primary name server of the zone that the name is in',
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
