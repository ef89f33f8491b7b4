/** Asks the primary name server itself what its zone holds: no cache is in between. */
import { ProviderError } from '../provider-error.js';
import {
  aliasIn,
  type DnsMessage,
  formatServer,
  kdig,
  RCODE,
  recordsIn,
  type ServerAddress,
  tsigErrorIn,
} from '../tools/kdig.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';
import type { TsigKey } from './tsig-key.js';
import { tsigAdvice } from './update.js';

export interface Held {
  readonly records: readonly ZoneRecord[];
  /** Where an alias of that name leads. */
  readonly alias: string | undefined;
}

export class Primary {
  private readonly zones = new Map<string, string>();

  constructor(
    private readonly server: ServerAddress,
    private readonly key: TsigKey,
    /** For each of two attempts. */
    private readonly timeoutSeconds: number,
  ) {}

  /** What is answered for that name and type; a wildcard may have made it. */
  async look(name: string, type: RecordType): Promise<Held> {
    const answer = await this.ask(name, type);
    return {
      records: recordsIn(answer, name, type),
      alias: type === 'CNAME' ? undefined : aliasIn(answer, name),
    };
  }

  /** What everybody gets, without the key; nothing where such questions are refused. */
  async lookWithoutKey(name: string, type: RecordType): Promise<readonly ZoneRecord[]> {
    const answer = await kdig(this.server, name, type, this.options, null);
    return answer === undefined ? [] : recordsIn(answer, name, type);
  }

  /**
   * The zone that the name is in, with the dot at its end: the owner of the SOA record in the answer.
   *
   * @throws ProviderError when the server is not authoritative for the name
   */
  async zoneOf(name: string): Promise<string> {
    const known = this.zones.get(name);
    if (known !== undefined) return known;
    const answer = await this.ask(name, 'SOA');
    // No zone begins at an alias (RFC 1034 §3.6.2), so it is in the zone of the name above.
    if (aliasIn(answer, name) !== undefined) return this.zoneOf(name.slice(name.indexOf('.') + 1));
    const { AA, answerRRs, authorityRRs } = answer;
    const soa = [...answerRRs, ...authorityRRs].find(({ TYPEname }) => TYPEname === 'SOA');
    if (AA !== 1 || soa === undefined) throw this.notPrimary(name);
    const zone = soa.NAME.toLowerCase();
    this.zones.set(name, zone);
    return zone;
  }

  private get options(): readonly string[] {
    return ['+norec', `+timeout=${this.timeoutSeconds}`, '+retry=1'];
  }

  private async ask(name: string, type: RecordType | 'SOA'): Promise<DnsMessage> {
    const answer = await kdig(this.server, name, type, this.options, this.key);
    switch (answer?.RCODE) {
      case RCODE.noError:
      case RCODE.nxDomain:
        if (answer.isSigned) return answer;
        throw this.noAnswer('its answer is not signed with the key, so anybody may have sent it');
      case RCODE.notAuth:
        throw this.refusedKey(tsigErrorIn(answer));
      case RCODE.refused:
        throw this.notPrimary(name);
      case undefined:
        throw this.noAnswer('no answer by TCP');
      default:
        throw this.noAnswer(`it answers with error ${answer?.RCODE ?? ''}`);
    }
  }

  private refusedKey(error = 'NOTAUTH'): ProviderError {
    const advice =
      tsigAdvice(error, this.key) ??
      'does it know the key, with the secret in DNS_UPDATE_KEY_FILE, and are both clocks right?';
    return new ProviderError(
      'not-authenticated',
      `${formatServer(this.server)} refuses the key ${this.key.name} (${error}): ${advice}`,
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
      `${formatServer(this.server)} is not authoritative for ${name}: ` +
        'DNS_UPDATE_SERVER has to be the primary name server of the zone that the name is in',
    );
  }
}
