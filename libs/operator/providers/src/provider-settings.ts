/** From the configuration to a provider: which one, and with which token or key. */
import type { Config } from '#config';

import type { OwnZone } from './knot/knot-provider.js';
import type { ManualPorts } from './manual/manual-provider.js';
import { openProvider } from './open-provider.js';
import type { DnsProvider } from './provider.js';
import { ProviderError } from './provider-error.js';
import { parseTsigKey, type TsigKey } from './rfc2136/tsig-key.js';
import { readSecretFile } from './secret-file.js';

/** What only the application around it can do. */
export interface ProviderPorts extends ManualPorts {
  readonly ownZone: OwnZone;
}

type Settings = Config['dnsProvider'];

/**
 * The provider of DNS_PROVIDER.
 *
 * @throws ProviderError when there is none, or a token or key cannot be used; nothing was sent then
 */
export async function openConfiguredProvider(settings: Settings, ports: ProviderPorts): Promise<DnsProvider> {
  switch (settings.name) {
    case undefined:
      throw new ProviderError(
        'bad-setting',
        'DNS_PROVIDER is not set: it says where the records are kept (cloudflare, rfc2136, knot or manual); docs/dns-providers.md explains them',
      );
    case 'cloudflare':
      return openProvider({
        name: 'cloudflare',
        apiUrl: settings.cloudflare.apiUrl,
        apiToken: await apiToken(settings),
      });
    case 'rfc2136':
      return openProvider({ name: 'rfc2136', server: updateServer(settings), key: await tsigKey(settings) });
    case 'knot':
      return openProvider({ name: 'knot', ...ports.ownZone });
    case 'manual':
      return openProvider({ name: 'manual', lookUp: ports.lookUp, ask: ports.ask });
  }
}

async function apiToken({ cloudflare }: Settings): Promise<string> {
  const { apiToken: token, apiTokenFile: path } = cloudflare;
  if (path === undefined && token === undefined) {
    throw new ProviderError(
      'bad-setting',
      'CLOUDFLARE_API_TOKEN_FILE is not set: the file that holds the API token',
    );
  }
  const text = path === undefined ? (token ?? '') : await readSecretFile(path, 'CLOUDFLARE_API_TOKEN_FILE');
  // The token goes into a header; an error about its form would show it.
  if (/^[\w.~+/=-]{1,500}$/.test(text)) return text;
  const variable = path === undefined ? 'CLOUDFLARE_API_TOKEN' : `CLOUDFLARE_API_TOKEN_FILE: ${path}`;
  throw new ProviderError('bad-setting', `${variable} does not hold an API token and nothing else`);
}

function updateServer({ update }: Settings) {
  if (update.server !== undefined) return update.server;
  throw new ProviderError('bad-setting', 'DNS_UPDATE_SERVER is not set: the primary name server of the zone');
}

async function tsigKey({ update: { keyFile } }: Settings): Promise<TsigKey> {
  if (keyFile === undefined) {
    throw new ProviderError(
      'bad-setting',
      'DNS_UPDATE_KEY_FILE is not set: the file that holds the TSIG key',
    );
  }
  const parsed = parseTsigKey(await readSecretFile(keyFile, 'DNS_UPDATE_KEY_FILE'));
  if (parsed.ok) return parsed.key;
  throw new ProviderError('bad-setting', `DNS_UPDATE_KEY_FILE: ${keyFile} cannot be used: ${parsed.reason}`);
}
