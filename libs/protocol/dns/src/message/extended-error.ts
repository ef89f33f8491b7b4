/** Why a server says that it failed, in its own words (Extended DNS Errors, RFC 8914). */
import type dnsPacket from 'dns-packet';

const OPTION = 15;

/** Those that a validating resolver gives for what it does not believe; the others keep their number. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'unsupported DNSKEY algorithm',
  2: 'unsupported DS digest type',
  5: 'DNSSEC indeterminate',
  6: 'DNSSEC bogus',
  7: 'signature expired',
  8: 'signature not yet valid',
  9: 'DNSKEY missing',
  10: 'RRSIGs missing',
  11: 'no zone key bit set',
  12: 'NSEC missing',
  15: 'blocked',
  18: 'prohibited',
  20: 'not authoritative',
  22: 'no reachable authority',
  23: 'network error',
};

/** Longer ones are no explanation. */
const MAX_TEXT = 200;

/** Such as `signature expired`, with further words where the server gives some; undefined when it says nothing. */
export function extendedError(additionals: readonly dnsPacket.Answer[]): string | undefined {
  const options = additionals.flatMap((record) => (record.type === 'OPT' ? record.options : []));
  const data = options.find((option) => (option.code as number) === OPTION)?.data;
  if (data === undefined || data.length < 2) return undefined;
  const code = data.readUInt16BE(0);
  const name = NAMES[code] ?? `extended error ${code}`;
  const text = data
    .toString('utf8', 2)
    .replace(/[^ -~]/g, '')
    .trim()
    .slice(0, MAX_TEXT);
  return text === '' ? name : `${name}: ${text}`;
}
