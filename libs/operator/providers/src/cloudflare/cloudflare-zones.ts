/** Which of the token's zones a name is in. */
import { domainToUnicode } from 'node:url';

import type Cloudflare from 'cloudflare';

import { asciiName } from '../canonical-data.js';
import { ProviderError } from '../provider-error.js';

export interface CloudflareZone {
  readonly id: string;
  /** Without a dot at the end. */
  readonly name: string;
}

export class CloudflareZones {
  private readonly asked = new Map<string, Promise<CloudflareZone | undefined>>();

  constructor(private readonly client: Cloudflare) {}

  /**
   * The zone that is nearest above the name.
   *
   * @throws ProviderError when the token shows none
   */
  async zoneOf(name: string): Promise<CloudflareZone> {
    for (const candidate of zoneCandidates(name)) {
      const zone = await this.ask(candidate);
      if (zone !== undefined) return zone;
    }
    throw new ProviderError(
      'unknown-zone',
      `Cloudflare shows this API token no zone that holds ${name} ` +
        'Is the domain in this account, and does the token have Zone / Zone / Read and Zone / DNS / Edit for its zone?',
    );
  }

  private ask(name: string): Promise<CloudflareZone | undefined> {
    const known = this.asked.get(name);
    if (known !== undefined) return known;
    const asked = this.find(name);
    this.asked.set(name, asked);
    // What failed is asked anew.
    asked.catch(() => this.asked.delete(name));
    return asked;
  }

  private async find(name: string): Promise<CloudflareZone | undefined> {
    // Cloudflare names an internationalised zone by its U-label, and records by A-labels.
    const answers = await Promise.all(
      [...new Set([name, domainToUnicode(name)])].map((form) => this.client.zones.list({ name: form })),
    );
    const zones = answers.flatMap(({ result }) => result).filter((zone) => asciiName(zone.name) === name);
    // The same domain may wait in another account until its name servers are changed.
    const zone = zones.find(({ status }) => status === 'active') ?? zones[0];
    return zone === undefined ? undefined : { id: zone.id, name };
  }
}

/** Nearest first, without the dot at the end. Labels of services and wildcards are no zones; top-level domains neither. */
export function zoneCandidates(name: string): string[] {
  const labels = asciiName(name).split('.');
  const first = labels.findIndex((label) => !label.startsWith('_') && label !== '*');
  return labels
    .slice(Math.max(first, 0), -1)
    .map((_, index, { length }) => labels.slice(labels.length - 1 - length + index).join('.'));
}
