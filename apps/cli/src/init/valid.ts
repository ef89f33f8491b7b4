/** What may be given for the variables of the same meaning; undefined when it cannot be used. */
import ipaddr from 'ipaddr.js';

import { domainName, withoutRootDot } from '#text';

export function validDomain(text: string): string | undefined {
  const name = domainName(withoutRootDot(text.trim()));
  return name?.includes('.') === true && !name.includes('_') && name.length <= 200 ? name : undefined;
}

export function validIpv4(text: string): string | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? text : undefined;
}

export function validIpv6(text: string): string | undefined {
  return ipaddr.IPv6.isValid(text) && !text.includes('%') ? text : undefined;
}

export function validHost(text: string): string | undefined {
  return validIpv4(text) ?? validIpv6(text) ?? validDomain(text);
}
