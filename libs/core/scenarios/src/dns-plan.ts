/** Which zones the names of a scenario are in, and which hosts its mail is led to. */
import type { MtaStsPlan } from './mta-sts-plan.js';
import type { TlsaPlan } from './tlsa-plan.js';

/**
 * A mail server that an MX record names (RFC 5321 §5.1). A wildcard cannot put the token of a check into the target of an MX
 * record, so all checks share the host: it is `LABEL-ID.DOMAIN`, beside the scenario's own name, and so can be in another zone.
 */
export interface MxHost {
  readonly label: 'mx1' | 'mx2';
  readonly preference: number;
  /** The TLSA records of the host; those of the scenario unless given. */
  readonly tlsa?: readonly TlsaPlan[];
  /** A zone of its own that the parent delegates with a DS record, or without one. Otherwise that of DOMAIN. */
  readonly zone?: 'signed' | 'unsigned';
  /**
   * Why a validating resolver gets no answer about the TLSA records, while everything else validates. `bogus`: they are signed
   * with a key that the DS record does not name (RFC 4035 §5.2). `lame`: delegated to a name server that does not exist.
   */
  readonly tlsaLookup?: 'bogus' | 'lame';
  /** The owner name of the TLSA records is an alias (RFC 7671 §7). */
  readonly tlsaAlias?: boolean;
  /** It has the address of fallbacks alone (scenario.ts). */
  readonly isFallback?: true;
}

/** What a validating resolver says of the TLSA records of a host (RFC 4035 §4.3): `failing` is SERVFAIL. */
export type TlsaSecurity = 'secure' | 'insecure' | 'failing';

/** The columns of a scenario that say where its names are. */
export interface DnsPlan {
  /** `unsigned`: a zone of its own that the parent delegates without a DS record. Otherwise that of DOMAIN. */
  readonly zone?: 'unsigned';
  /** Without it, the host of each check is its own mail server (RFC 5321 §5.1). */
  readonly mx?: readonly MxHost[];
  /** The policy of its mail domain, where it has one. Only the domain that all checks share does. */
  readonly mtaSts?: MtaStsPlan;
}

/** Whether each lookup of its TLSA records fails: a conforming sender never connects there (RFC 7672 §2.1.2). */
export function failsLookup({ mx = [] }: DnsPlan): boolean {
  return mx.length > 0 && mx.every(({ tlsaLookup }) => tlsaLookup !== undefined);
}

/**
 * Whether only the appliance's own name server can serve it: it takes zones of its own, and changes records by the clock; providers are
 * given MX records for MTA-STS alone, and no aliases.
 */
export function needsOwnDns({ zone, mx, mtaSts }: DnsPlan): boolean {
  const isSteady = mtaSts?.later === 'same';
  const isPlain = isSteady && mx?.every((host) => !isSpecial(host)) === true;
  return zone !== undefined || (mx !== undefined && !isPlain);
}

function isSpecial({ zone, tlsaLookup, tlsaAlias }: MxHost): boolean {
  return zone !== undefined || tlsaLookup !== undefined || tlsaAlias === true;
}
