/** Asks the primary name server itself what its zone holds: no cache is in between. */
import { ProviderError } from '../provider-error.js';
import { aliasIn, type DnsMessage, kdig, RCODE, recordsIn, type ServerAddress } from '../tools/kdig.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';
import type { TsigKey } from './tsig-key.js';

export function formatServer({ host, port }: ServerAddress): string {
  return `the name server ${host}${port === 53 ? '' : ` port ${port}`}`;
}

export class Primary {
  private readonly zones = new Map<string, string>();

  constructor(
    private readonly server: ServerAddress,
    private readonly key: TsigKey,
    /** For each of two attempts. */
    private readonly timeoutSeconds: number,
  ) {}

  /** The records of that name and type; a wildcard may have made them. */
  async records(name: string, type: RecordType): Promise<ZoneRecord[]> {
    return recordsIn(await this.ask(name, type), name, type);
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
    const soa = [...answerRRs, ...authorityRRs].find(({ TYPEname }) => TYPEname === 'SOA');
    if (AA !== 1 || soa === undefined) throw this.notPrimary(name);
    const zone = soa.NAME.toLowerCase();
    this.zones.set(name, zone);
    return zone;
  }

  private async ask(name: string, type: RecordType | 'SOA'): Promise<DnsMessage> {
    const times = [`+timeout=${this.timeoutSeconds}`, '+retry=1'];
    const answer = await kdig(this.server, name, type, ['+norec', ...times], this.key);
    switch (answer?.RCODE) {
      case RCODE.noError:
      case RCODE.nxDomain:
        return this.withoutAlias(answer, name);
      case RCODE.notAuth:
        throw new ProviderError(
          'not-authenticated',
          `${formatServer(this.server)} refuses the key ${this.key.name} (NOTAUTH): does it know it, with the secret in DNS_UPDATE_KEY_FILE, and are both clocks right?`,
        );
      case RCODE.refused:
        throw this.notPrimary(name);
      case undefined:
        throw this.noAnswer('no answer by TCP');
      default:
        throw this.noAnswer(`it answers with error ${answer?.RCODE ?? ''}`);
    }
  }

  /** An update puts nothing beside an alias (RFC 2136 §3.4.2.2), and what it leads to may be in another zone. */
  private withoutAlias(answer: DnsMessage, name: string): DnsMessage {
    const alias = aliasIn(answer, name);
    if (alias === undefined) return answer;
    throw new ProviderError(
      'refused',
      `${name} is an alias (CNAME record) of ${alias}: records belong there, in the zone of that name`,
    );
  }

  private noAnswer(reason: string): ProviderError {
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
