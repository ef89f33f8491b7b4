import ipaddr from 'ipaddr.js';

import type { Examination } from './examination.js';

/** Whether only this machine reaches the instance, and no resolver knows its domain: it was started to try it out. */
export async function isLocalOnly({ config, validation, resolver }: Examination): Promise<boolean> {
  const published = [config.publicIpv4, config.publicIpv6].filter((address) => address !== undefined);
  const addresses = published.length > 0 ? published : config.smtp.hosts;
  if (!addresses.every((address) => ipaddr.process(address).range() === 'loopback')) return false;
  // A resolver that was named is meant to answer: that it does not is a fault.
  if (validation.validates !== 'yes') return config.dnsResolvers.length === 0;
  // A laboratory has everything on loopback, DNS as well.
  return (await resolver.soa(config.domain)).kind !== 'found';
}
