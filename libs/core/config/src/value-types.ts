/** The kinds of value that a variable can have: each takes the text and gives the value or a reason. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

import { domainName as normalName, withoutRootDot } from '#text';

import { parseRelayUrl } from './relay-url.js';

export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

export function oneOf<const T extends readonly [string, ...string[]]>(...values: T) {
  return z.string().pipe(z.enum(values, `must be one of ${values.join(', ')}`));
}

export const boolean = oneOf('true', 'false').transform((value) => value === 'true');

export const path = z.string();

export const mtaSts = z
  .string()
  .refine(
    (value) => ['true', 'false', 'lab'].includes(value) || value.startsWith('/'),
    'must be true, false, lab or the path of a folder',
  );

function isHostName(value: string): boolean {
  return normalName(value) === value && value.includes('.') && !value.includes('_');
}

/** The tokens and scenario labels in front of it need up to 25 octets of the 255 of a name (RFC 1035 §2.3.4). */
export const domainName = z
  .string()
  .transform((value) => withoutRootDot(value))
  .refine((value) => value.length <= 200 && isHostName(value), {
    error: ({ input }) =>
      `must be a domain name with at least two labels and without underscores, such as ${asciiForm(String(input)) ?? 'dane.example.org'}`,
  });

/** The A-labels of an internationalised name (RFC 5890), which programs beside ours want as well; undefined of any other. */
function asciiForm(value: string): string | undefined {
  const name = normalName(value);
  return name !== null && name !== value && isHostName(name) ? name : undefined;
}

export const ipv4 = z
  .string()
  .refine((value) => ipaddr.IPv4.isValidFourPartDecimal(value), 'must be an IPv4 address');

export const ipv6 = z
  .string()
  .refine((value) => ipaddr.IPv6.isValid(value) && !value.includes('%'), 'must be an IPv6 address');

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

export const addressList = list.refine(
  (items) => items.length > 0 && items.every((item) => ipaddr.isValid(item)),
  'must be IP addresses separated by commas',
);

export const ipv4List = list.refine(
  (items) => items.every((item) => ipv4.safeParse(item).success) && new Set(items).size === items.length,
  'must be different IPv4 addresses separated by commas',
);

export const ipv6List = list.refine(
  (items) => items.every((item) => ipv6.safeParse(item).success) && new Set(items).size === items.length,
  'must be different IPv6 addresses separated by commas',
);

export const hostNameList = list
  .transform((items) => items.map((item) => withoutRootDot(item)))
  .refine(
    (items) => items.length > 0 && items.every(isHostName) && new Set(items).size === items.length,
    'must be different host names separated by commas, such as ns1.example.org',
  );

/** The local part is kept to what needs no quoting in an SOA record but the dot (RFC 1035 §8). */
export const mailbox = z
  .string()
  .refine(
    (value) =>
      /^[\w.+-]{1,63}@[^@]+$/.test(value) && isHostName(value.slice(value.indexOf('@') + 1).toLowerCase()),
    'must be a mail address, such as hostmaster@example.org',
  );

/** Certificate authorities by the names that they use in CAA records (RFC 8659 §4.2); `any` gives an empty list. */
export const issuerList = list
  .refine(
    (items) => (items.length > 0 && items.every(isHostName)) || (items.length === 1 && items[0] === 'any'),
    'must be `any` or names of certificate authorities separated by commas, such as letsencrypt.org',
  )
  .transform((items) => (items[0] === 'any' ? [] : items));

export const cidrList = list.refine(
  (items) => items.every((item) => ipaddr.isValid(item) || ipaddr.isValidCIDR(item)),
  'must be IP addresses or CIDR ranges separated by commas',
);

export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((value) => value.replace(/\/+$/, ''));

/** As it stands: a slash at its end may belong to it. */
export const webhookUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

export const relayUrl = z.string().transform((value, context) => {
  const relay = parseRelayUrl(value);
  if (relay !== null) return relay;
  context.addIssue(
    'must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASSWORD@ before the host to log in',
  );
  return z.NEVER;
});

export const databaseUrl = z.string().transform((value, context) => {
  const [, path] = /^sqlite:(.+)$/.exec(value) ?? [];
  if (path !== undefined) return { engine: 'sqlite' as const, path };
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value) && namesDatabase(new URL(value)))
    return { engine: 'postgres' as const, url: value };
  context.addIssue({
    code: 'custom',
    message: 'must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE',
  });
  return z.NEVER;
});

/** Without a host or a name the driver would take what its own environment or this machine has. */
function namesDatabase({ host, username, password, pathname, searchParams }: URL): boolean {
  if (![username, password, pathname].every(isDecodable)) return false;
  return (host !== '' || searchParams.has('host')) && pathname.length > 1;
}

/** Otherwise, as with a percent sign in a password, the driver fails and does not say where. */
function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** A host name or address, and a port, which is that of DNS when there is none. */
export const serverAddress = z
  .string()
  .transform((value) => {
    if (ipaddr.isValid(value)) return { host: value, port: 53 };
    const [, bracketed, bare = '', port = '53'] =
      /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(value) ?? [];
    return { host: (bracketed ?? bare).toLowerCase(), port: Number(port) };
  })
  .refine(
    ({ host, port }) => (ipaddr.isValid(host) || isHostName(host)) && port >= 1 && port <= 65_535,
    'must be a name or an address, with a port or without: 192.0.2.53, [2001:db8::53]:53',
  );

/** Resolvers by their addresses: their names could only be looked up with one of them. */
export const resolverList = list.transform((items, context) => {
  const servers = items.map((item) => serverAddress.safeParse(item).data);
  if (servers.length > 0 && servers.every((server) => server !== undefined && ipaddr.isValid(server.host))) {
    return servers.flatMap((server) => server ?? []).map(({ host, port }) => ({ address: host, port }));
  }
  context.addIssue(
    'must be ADDRESS or ADDRESS:PORT, such as 127.0.0.1 or [::1]:5353, several separated by commas',
  );
  return z.NEVER;
});
