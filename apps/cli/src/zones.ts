/** From the configuration to the DNS records and files. */
import type { Config } from '#config';
import {
  generateZones,
  type GenerateZonesResult,
  type NameServerOptions,
  writeNameServerFiles,
} from '#zones';

/** The snippets, and what the own name server is run with. */
export async function writeZones(config: Config): Promise<GenerateZonesResult> {
  const { zonesDir, certs } = config;
  const { records, written } = await generateZones({
    ...config,
    certsDir: certs.dir,
  });
  const others = await writeNameServerFiles(nameServerOptions(config), records, zonesDir);
  return { records, written: [...written, ...others] };
}

export function nameServerOptions({ nameServer, ...config }: Config): NameServerOptions {
  const { domain, publicIpv4, publicIpv6, dnsTtl } = config;
  const { names: nameServers, ...others } = nameServer;
  return { domain, publicIpv4, publicIpv6, dnsTtl, nameServers, ...others };
}
