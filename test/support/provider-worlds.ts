/** The zone example.org at every provider that a program can change it at: real name servers, and Cloudflare as documented. */
import { openProvider, type DnsProvider, type RecordType } from '#providers';

import { CloudflareApi, TOKEN } from './cloudflare-api.js';
import { UPDATE_SERVERS, UpdateServer } from './update-server.js';

export const PROVIDERS = [...UPDATE_SERVERS, 'Cloudflare'] as const;
export type ProviderTitle = (typeof PROVIDERS)[number];

export interface ProviderWorld {
  readonly provider: DnsProvider;
  /** Of the record at *.do.example.org. */
  readonly wildcard: string;
  /** What the zone holds or answers, past the provider; sorted, in lower case. */
  data(name: string, type: RecordType): Promise<string[]>;
  stop(): Promise<void>;
}

const WILDCARD = `3 1 1 ${'cc'.repeat(32)}`;
/** Owner, type and data. */
const RECORDS = [
  ['*.do.example.org', 'TLSA', WILDCARD],
  ['alias.example.org', 'CNAME', 'example.org'],
  ['*.web.example.org', 'CNAME', 'web.else.example'],
  ['elsewhere.example.org', 'CNAME', 'tlsa.else.example'],
  ['sub.example.org', 'NS', 'ns.else.example'],
] as const;

export function openWorld(title: ProviderTitle): Promise<ProviderWorld> {
  return title === 'Cloudflare' ? openCloudflare() : openNameServer(title);
}

async function openNameServer(program: (typeof UPDATE_SERVERS)[number]): Promise<ProviderWorld> {
  const records = RECORDS.map(
    ([name, type, data]) => `${name}. 300 ${type} ${data}${type === 'TLSA' ? '' : '.'}`,
  );
  const server = await UpdateServer.start({ zone: 'example.org', program, records });
  return {
    provider: await openProvider({ name: 'rfc2136', server: server.endpoint, key: server.key }),
    wildcard: WILDCARD,
    data: async (name, type) => (await server.data(name, type)).map((data) => data.toLowerCase()),
    stop: () => server.remove(),
  };
}

async function openCloudflare(): Promise<ProviderWorld> {
  const api = await CloudflareApi.start(['example.org']);
  for (const [name, type, content] of RECORDS) api.hold({ name, type, content });
  return {
    provider: await openProvider({ name: 'cloudflare', apiToken: TOKEN, apiUrl: api.url }),
    wildcard: WILDCARD,
    data: async (name, type) =>
      api.records
        .filter((record) => `${record.name}.` === name && record.type === type)
        .map(({ content }) => content.toLowerCase())
        .sort(),
    stop: () => api.stop(),
  };
}
