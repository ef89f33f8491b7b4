import ipaddr from 'ipaddr.js';

/**
 * Whether Host is an address, `localhost` or a name without dots, as containers have. A page in the operator's browser can let
 * a name of its own lead to this machine; it cannot change what Host says.
 */
export function isOwnHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  if (/^[a-z0-9_-]+$/i.test(name)) return true;
  const bracketed = /^\[(.*)\]$/.exec(name)?.[1];
  return bracketed === undefined ? ipaddr.IPv4.isValidFourPartDecimal(name) : ipaddr.IPv6.isValid(bracketed);
}
