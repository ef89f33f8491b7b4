/**
 * A person is the provider: each change is asked for in words, and whether it was made shows in DNS alone. What is seen
 * there already is not asked for.
 */
import { canonicalRecord, sameRecord } from '../canonical-data.js';
import type { AddOutcome, DeleteOutcome, DnsProvider, TtlOutcome } from '../provider.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';

export interface ManualPorts {
  /** The records as DNS answers with them now. Rejects when that cannot be told. */
  readonly lookUp: (name: string, type: RecordType) => Promise<readonly ZoneRecord[]>;
  /** Says one line to the person. */
  readonly ask: (line: string) => void;
}

export class ManualProvider implements DnsProvider {
  readonly name = 'manual';
  readonly title = 'you, by hand';

  private readonly asked = new Set<string>();

  constructor(private readonly ports: ManualPorts) {}

  async list(name: string, type: RecordType): Promise<readonly ZoneRecord[]> {
    return (await this.ports.lookUp(name, type)).map(canonicalRecord);
  }

  async add(record: ZoneRecord): Promise<AddOutcome> {
    if (await this.isSeen(record)) return 'already-there';
    this.ask(`Please add:    ${masterFileLine(record)}`);
    return 'requested';
  }

  async delete(record: ZoneRecord): Promise<DeleteOutcome> {
    if (!(await this.isSeen(record))) return 'already-gone';
    this.ask(`Please delete: ${masterFileLine(record)}`);
    return 'requested';
  }

  async setTtl(name: string, type: RecordType, ttl: number): Promise<TtlOutcome> {
    this.ask(`Please set the TTL of all ${type} records at ${name} to ${ttl}`);
    return 'requested';
  }

  /** Who was asked a moment ago is not asked again; the next run does. */
  private ask(line: string): void {
    if (this.asked.has(line)) return;
    this.asked.add(line);
    this.ports.ask(line);
  }

  private async isSeen(record: ZoneRecord): Promise<boolean> {
    const seen = await this.ports.lookUp(record.name, record.type);
    return seen.some((candidate) => sameRecord(candidate, record));
  }
}

/** In master-file format (RFC 1035 §5.1), as most providers take it. */
function masterFileLine({ name, ttl, type, data }: ZoneRecord): string {
  return `${name} ${ttl} IN ${type} ${data}`;
}
