/** What stands on the command line: `HOST`, `HOST:PORT`, `[2001:db8::25]:PORT`, or an IPv6 address alone. */
import { isIP } from 'node:net';

import { domainName } from '#text';

import { parsePort } from './port.js';

export interface Target {
  /** As it was given: what the report calls it. */
  readonly text: string;
  /** A name in lower case and without the dot at its end, or an address without brackets. */
  readonly host: string;
  readonly isAddress: boolean;
  /** Null when none was given. */
  readonly port: number | null;
}

export type ParsedTarget =
  { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly reason: string };

export function parseTarget(text: string): ParsedTarget {
  if (text.includes('://')) return refuse('that is a URL; give its host');
  if (text.includes('@')) return refuse('that is a mail address; give its domain');
  const [hostText, portText] = split(text);
  const port = portText === null ? null : parsePort(portText);
  if (portText !== null && port === null) return refuse('the port must be from 1 to 65535');
  if (isIP(hostText) !== 0) return accept({ text, host: hostText.toLowerCase(), isAddress: true, port });
  const host = asciiName(hostText);
  if (host === null) return refuse('that is neither a host name nor an address');
  return accept({ text, host, isAddress: false, port });
}

/** More than one colon and no brackets: an IPv6 address, whose port could not be told from it. */
function split(text: string): [host: string, port: string | null] {
  const bracketed = /^\[([^[\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed !== null)
    return [isIP(bracketed[1] ?? '') === 6 ? (bracketed[1] ?? '') : '', bracketed[2] ?? null];
  const [host = '', port = null, ...more] = text.split(':');
  return more.length > 0 ? [text, null] : [host, port];
}

/** Null for what can be no name in DNS. A name that ends in digits would be a wrongly written IPv4 address. */
function asciiName(text: string): string | null {
  const name = domainName(text);
  return name === null || /(^|\.)\d+$/.test(name) ? null : name;
}

function accept(target: Target): ParsedTarget {
  return { ok: true, target };
}

function refuse(reason: string): ParsedTarget {
  return { ok: false, reason };
}
