import type { CloudflareOptions } from './cloudflare/cloudflare-provider.js';
import { KnotProvider, type OwnZone } from './knot/knot-provider.js';
import { ManualProvider, type ManualPorts } from './manual/manual-provider.js';
import type { DnsProvider } from './provider.js';
import { Rfc2136Provider, type Rfc2136Options } from './rfc2136/rfc2136-provider.js';

export type ProviderOptions =
  | ({ readonly name: 'cloudflare' } & CloudflareOptions)
  | ({ readonly name: 'rfc2136' } & Rfc2136Options)
  | ({ readonly name: 'knot' } & OwnZone)
  | ({ readonly name: 'manual' } & ManualPorts);

/** Speaks to nobody yet: whether the provider can be reached, and takes the token or key, shows in the first call. */
export async function openProvider(options: ProviderOptions): Promise<DnsProvider> {
  switch (options.name) {
    case 'cloudflare': {
      // Its client takes a second to load: only who uses it waits for that.
      // oxlint-disable-next-line havedane/static-imports
      const { CloudflareProvider } = await import('./cloudflare/cloudflare-provider.js');
      return new CloudflareProvider(options);
    }
    case 'rfc2136':
      return new Rfc2136Provider(options);
    case 'knot':
      return new KnotProvider(options);
    case 'manual':
      return new ManualProvider(options);
  }
}
