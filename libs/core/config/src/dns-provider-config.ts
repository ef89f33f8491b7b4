/** Where DNS records are changed, and with which token or key. */
import type { Constants } from './constants.js';
import type { Values } from './variables.js';

export interface DnsProviderConfig {
  readonly name: 'cloudflare' | 'rfc2136' | 'knot' | 'manual' | undefined;
  readonly cloudflare: {
    readonly apiUrl: string;
    /** The file goes first. */
    readonly apiTokenFile: string | undefined;
    readonly apiToken: string | undefined;
  };
  /** DNS UPDATE (RFC 2136). */
  readonly update: {
    readonly server: { readonly host: string; readonly port: number } | undefined;
    readonly keyFile: string | undefined;
  };
}

export function dnsProviderOf(values: Values, constants: Constants): DnsProviderConfig {
  return {
    name: values.DNS_PROVIDER,
    cloudflare: {
      apiUrl: constants.CLOUDFLARE_API_URL,
      apiTokenFile: values.CLOUDFLARE_API_TOKEN_FILE,
      apiToken: values.CLOUDFLARE_API_TOKEN,
    },
    update: { server: values.DNS_UPDATE_SERVER, keyFile: values.DNS_UPDATE_KEY_FILE },
  };
}
