import ipaddr from 'ipaddr.js';

import type { BadVariable } from './config.js';
import type { Values } from './variables.js';

/** A host that shares its address cannot be told from the others there. */
export function extraAddressProblems(values: Partial<Values>): BadVariable[] {
  const clashes = (['4', '6'] as const).filter((family) => {
    const own = values[`PUBLIC_IPV${family}`];
    const taken = own === undefined ? undefined : ipaddr.parse(own).toNormalizedString();
    return values[`EXTRA_IPV${family}`]?.some((one) => ipaddr.parse(one).toNormalizedString() === taken);
  });
  return clashes.map((family) => ({
    name: `EXTRA_IPV${family}`,
    reason: `must not hold PUBLIC_IPV${family}: it is for further addresses`,
  }));
}
