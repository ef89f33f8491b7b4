/**
 * Cloudflare's API v4, through its official client.
 *
 * Look, then change, then believe only what is there: an identical record may come between look and change, when
 * another program adds it or when a request was carried out whose answer got lost.
 */
import Cloudflare from 'cloudflare';

import { asciiName, canonicalName, sameRecord } from '../canonical-data.js';
import type { AddOutcome, DeleteOutcome, DnsProvider, TtlOutcome } from '../provider.js';
import { aliasError, ProviderError } from '../provider-error.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';
import { boundedFetch, type FetchBounds } from './bounded-fetch.js';
import { isAlreadyThere, isGone, toProviderError } from './cloudflare-errors.js';
import { creation, heldRecord, type HeldRecord, usableTtl } from './cloudflare-records.js';
import { CloudflareZones } from './cloudflare-zones.js';

export interface CloudflareOptions {
  readonly apiToken: string;
  /** Such as https://api.cloudflare.com/client/v4. */
  readonly apiUrl: string;
  readonly bounds?: FetchBounds;
}

const BOUNDS: FetchBounds = { timeoutMs: 20_000, longestWaitMs: 30_000 };
const ATTEMPTS = 3;
/** The most that the API gives on a page. A name has far fewer records of a type. */
const PAGE_SIZE = 100;

export class CloudflareProvider implements DnsProvider {
  readonly name = 'cloudflare';
  readonly title = 'Cloudflare';
  private readonly client: Cloudflare;
  private readonly zones: CloudflareZones;

  constructor({ apiToken, apiUrl, bounds = BOUNDS }: CloudflareOptions) {
    // Everything is given, because the client takes from the environment what is not.
    this.client = new Cloudflare({
      ...{ apiToken, apiKey: null, apiEmail: null, userServiceKey: null, baseURL: apiUrl },
      ...{
        maxRetries: ATTEMPTS - 1,
        timeout: bounds.timeoutMs,
        fetch: boundedFetch(bounds),
        logLevel: 'off',
      },
    });
    this.zones = new CloudflareZones(this.client);
  }

  list(name: string, type: RecordType): Promise<readonly ZoneRecord[]> {
    return attempt(`reading the ${type} records at ${name}`, async () => {
      const held = await this.held(name, type);
      return held.map(({ id: _, ...record }) => record);
    });
  }

  add(record: ZoneRecord): Promise<AddOutcome> {
    return attempt(`adding the ${record.type} record at ${record.name}`, async () => {
      if (await this.holds(record)) return 'already-there';
      const { id } = await this.zoneFor(record.name);
      try {
        await this.client.dns.records.create(creation(id, record));
        return 'added';
      } catch (error) {
        if (isAlreadyThere(error) && (await this.holds(record))) return 'already-there';
        throw error;
      }
    });
  }

  delete(record: ZoneRecord): Promise<DeleteOutcome> {
    return attempt(`deleting the ${record.type} record at ${record.name}`, async () => {
      const held = await this.held(record.name, record.type);
      const matching = held.filter((candidate) => sameRecord(candidate, record));
      const zone = await this.zones.zoneOf(record.name);
      let outcome: DeleteOutcome = 'already-gone';
      for (const { id } of matching) {
        if (await this.deleteById(zone.id, id)) outcome = 'deleted';
      }
      return outcome;
    });
  }

  setTtl(name: string, type: RecordType, ttl: number): Promise<TtlOutcome> {
    return attempt(`setting the TTL of the ${type} records at ${name}`, async () => {
      const others = (await this.held(name, type)).filter((record) => record.ttl !== ttl);
      const zone = await this.zones.zoneOf(name);
      for (const { id, ...record } of others) {
        await this.client.dns.records.edit(id, creation(zone.id, { ...record, ttl: usableTtl(ttl) }));
      }
      return others.length === 0 ? 'unchanged' : 'changed';
    });
  }

  private async holds(record: ZoneRecord): Promise<boolean> {
    const held = await this.held(record.name, record.type);
    return held.some((candidate) => sameRecord(candidate, record));
  }

  private async held(name: string, type: RecordType): Promise<HeldRecord[]> {
    const { id } = await this.zones.zoneOf(name);
    const wanted = canonicalName(name);
    // Of every type: an alias is one of them.
    const query = { zone_id: id, name: { exact: wanted.slice(0, -1) }, per_page: PAGE_SIZE };
    const held: HeldRecord[] = [];
    for await (const page of (await this.client.dns.records.list(query)).iterPages()) {
      // It was asked for: an answer that ignores the filter must not make us delete anything else.
      const found = page.result.filter((one) => canonicalName(one.name) === wanted);
      const alias = found.find((one) => one.type === 'CNAME');
      if (alias !== undefined && type !== 'CNAME') throw aliasError(wanted, `${alias.content}.`);
      held.push(...found.filter((one) => one.type === type).map((one) => heldRecord(type, one)));
      // The client would ask for one page more, which is always empty.
      if (page.result.length < PAGE_SIZE) break;
    }
    return held;
  }

  /** The zone, if its name servers are those that are asked for the name. */
  private async zoneFor(name: string): Promise<{ readonly id: string }> {
    const zone = await this.zones.zoneOf(name);
    const bare = asciiName(name);
    if (bare === zone.name) return zone;
    const { result } = await this.client.dns.records.list({
      zone_id: zone.id,
      type: 'NS',
      shadowing_name: bare,
    });
    const cut = result.find(
      ({ type, name: owner }) =>
        type === 'NS' && asciiName(owner) !== zone.name && isWithin(bare, asciiName(owner)),
    );
    if (cut === undefined) return zone;
    throw new ProviderError(
      'unknown-zone',
      `Cloudflare's zone ${zone.name} delegates ${cut.name} to other name servers (NS records), so nobody would see a record at ${name} there`,
    );
  }

  /** Whether it was there to be deleted. */
  private async deleteById(zoneId: string, id: string): Promise<boolean> {
    try {
      await this.client.dns.records.delete(id, { zone_id: zoneId });
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }
}

function isWithin(name: string, ancestor: string): boolean {
  return name === ancestor || name.endsWith(`.${ancestor}`);
}

async function attempt<T>(task: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toProviderError(error, task);
  }
}
