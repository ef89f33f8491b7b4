/** Mail for a domain comes from other networks: an MX host with a private or loopback address (RFC 6890) is not met there. */
import { isPublicAddress } from '#smtp-client';

import { finding } from './findings/catalogue.js';
import type { HostToProbe } from './host-lookup.js';
import type { ProbedAddress } from './probe-address.js';
import type { ProbeOptions } from './probe.js';
import type { ProbeFinding } from './result.js';
import { lostSenders } from './senders.js';
import { phrase } from './phrases.js';

/** Whether those who send mail to the domain can get there. */
export function isMet({ body }: ProbedAddress, { mode, isInternal }: ProbeOptions): boolean {
  return mode.kind !== 'mx' || isInternal || isPublicAddress(body.address);
}

/** What this machine sees at a private address, or at itself, is no sender's business elsewhere. */
export function notMet({ body, ...one }: ProbedAddress): ProbedAddress {
  const senders = lostSenders(phrase('not-reached-outside', body.address));
  return { ...one, body: { ...body, dane: 'unreachable' }, senders };
}

export function publicityFindings(
  { name: host }: HostToProbe,
  addresses: readonly string[],
  options: ProbeOptions,
): ProbeFinding[] {
  const inner = addresses.filter((address) => !isPublicAddress(address));
  if (options.mode.kind !== 'mx' || inner.length === 0) return [];
  const isEverywhere = inner.length === addresses.length;
  return [finding('mx-not-public', { host, addresses: inner, isEverywhere, isInternal: options.isInternal })];
}
