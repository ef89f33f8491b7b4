/**
 * Networks for the appliance under test that this machine does not use: another appliance may run here. An engine gives 172.16.0.0/12
 * and 192.168.0.0/16 to networks that name none, one after the other, also to one of this appliance.
 */
import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';

import { Failure } from '../lib/project.mjs';

/** @returns {{ api: string, resolver: string, resolverAddress: string }} two networks of eight addresses, one after the other */
export function freeNetworks() {
  const used = usedAddresses();
  const prefix = Array.from({ length: 256 }, (_, n) => `10.213.${n}`).find((each) => !overlaps(each, used));
  if (prefix === undefined) throw new Failure('All networks of 10.213.0.0/16 are used on this machine.');
  return { api: `${prefix}.0/29`, resolver: `${prefix}.8/29`, resolverAddress: `${prefix}.10` };
}

/** Every bridge of the engine has an address on this machine. */
function usedAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .filter(({ family }) => family === 'IPv4');
}

function overlaps(prefix, used) {
  const candidate = new BlockList();
  candidate.addSubnet(`${prefix}.0`, 28);
  return used.some(({ address, cidr }) => {
    const network = new BlockList();
    network.addSubnet(address, Number(cidr.split('/')[1]));
    return candidate.check(address) || network.check(`${prefix}.0`);
  });
}
