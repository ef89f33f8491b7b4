/** Variables that cannot be set as they are together. */
import ipaddr from 'ipaddr.js';

import type { BadVariable } from './config.js';
import type { Values } from './variables.js';

export function contradictions(values: Partial<Values>): BadVariable[] {
  return [...watchProblems(values), ...adminProblems(values), ...extraAddressProblems(values)];
}

function watchProblems({ WATCH_WEBHOOK, WATCH_WEBHOOK_FILE }: Partial<Values>): BadVariable[] {
  if (WATCH_WEBHOOK === undefined || WATCH_WEBHOOK_FILE === undefined) return [];
  return [{ name: 'WATCH_WEBHOOK_FILE', reason: 'and WATCH_WEBHOOK cannot both be set' }];
}

function adminProblems({ ADMIN_PORT, HTTP_PORT }: Partial<Values>): BadVariable[] {
  if (ADMIN_PORT !== HTTP_PORT || HTTP_PORT === undefined || HTTP_PORT === 0) return [];
  const reason =
    'must not be HTTP_PORT: /metrics and /admin have a port of their own, which no proxy passes on';
  return [{ name: 'ADMIN_PORT', reason }];
}

/** A host that shares its address cannot be distinguished from the others there. */
function extraAddressProblems(values: Partial<Values>): BadVariable[] {
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
