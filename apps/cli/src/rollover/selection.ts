/** From the command line to which rollovers are meant, and what is to be done. */
import type { Config } from '#config';
import type { RolloverOptions } from '#rollover';

import type { TargetFlags } from './rollover-options.js';

export type Selection =
  /** Every one that is under way. */
  | { readonly kind: 'all' }
  /** `options`: what to begin; null: only to go on with what is under way. */
  | { readonly kind: 'one'; readonly id: string; readonly options: RolloverOptions | null };

/** A call that makes no sense; the message is one line. */
export type Misuse = { readonly kind: 'misuse'; readonly reason: string };

const DEFAULT_PORT = 25;
const DEFAULT_TTL = 3600;

export function selectionOf(flags: TargetFlags, { domain, dnsTtl }: Config): Selection | Misuse {
  if (flags.appliance === true) {
    const alien = given(flags, [...SERVER_FLAGS, 'ttl']);
    if (alien !== null) return misuse(`${alien} is for other servers; --appliance needs none of it`);
    const options = { target: { kind: 'appliance' as const, domain }, ttl: dnsTtl, ...common(flags) };
    return { kind: 'one', id: domain, options };
  }
  if (flags.again === true) return misuse('--again goes with --appliance');
  const { host } = flags;
  if (host !== undefined) return serverSelection(host, flags);
  const alien = given(flags, [...SERVER_FLAGS, 'ttl', 'keep', 'ipv4', 'ipv6']);
  return alien === null ? { kind: 'all' } : misuse(`${alien} needs --host, or --appliance`);
}

const BEGINNING = ['cert', 'nextCert', 'reload'] as const;
const SERVER_FLAGS = [...BEGINNING, 'port', 'key', 'nextKey', 'scheme', 'tlsaName'] as const;

function serverSelection(host: string, flags: TargetFlags): Selection | Misuse {
  const { cert, nextCert, reload } = flags;
  if (cert === undefined || nextCert === undefined || reload === undefined) {
    const alien = given(flags, [...SERVER_FLAGS, 'ttl', 'keep', 'ipv4', 'ipv6']);
    if (alien === null) return { kind: 'one', id: host, options: null };
    return misuse(missingToBegin(BEGINNING.filter((name) => flags[name] === undefined)));
  }
  const target = {
    kind: 'server' as const,
    host,
    ports: flags.port.length === 0 ? [DEFAULT_PORT] : [...new Set(flags.port)].sort((a, b) => a - b),
    cert,
    key: flags.key ?? null,
    nextCert,
    nextKey: flags.nextKey ?? null,
    reload,
    scheme: flags.scheme ?? ('3-1-1' as const),
    tlsaName: flags.tlsaName ?? null,
  };
  const ttl = flags.ttl === undefined ? { ttl: DEFAULT_TTL } : { ttl: flags.ttl, leastTtl: flags.ttl };
  return { kind: 'one', id: host, options: { target, ...ttl, ...common(flags) } };
}

/** A host alone is enough to go on, and to nothing else. */
export function unknownHost(id: string): string {
  return `Nothing is remembered of a rollover of ${id}. ${missingToBegin(BEGINNING)}`;
}

function missingToBegin(names: readonly (keyof TargetFlags)[]): string {
  return `To begin a rollover, ${names.map(optionName).join(' and ')} must be given too`;
}

function common({ keep, ipv4, ipv6 }: TargetFlags): Pick<RolloverOptions, 'keep' | 'families'> {
  const families = ipv4 === true ? [4 as const] : ipv6 === true ? [6 as const] : [4 as const, 6 as const];
  return { keep: [...new Set(keep)].sort(), families };
}

/** The first of these options that was given. */
function given(flags: TargetFlags, names: readonly (keyof TargetFlags)[]): string | null {
  const name = names.find((one) => {
    const value = flags[one];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  return name === undefined ? null : optionName(name);
}

function optionName(flag: keyof TargetFlags): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function misuse(reason: string): Misuse {
  return { kind: 'misuse', reason };
}
