/** From the key of a zone to what its parent publishes about it (RFC 4034 §5). */
import { createHash } from 'node:crypto';

export interface DnssecKey {
  /** 257: signs the zone and is the one that the parent names (RFC 4034 §2.1.1). */
  readonly flags: number;
  /** Always 3. */
  readonly protocol: number;
  /** 13: ECDSA with P-256 and SHA-256 (RFC 6605). */
  readonly algorithm: number;
  readonly publicKey: Buffer;
}

const DIGEST_SHA256 = 2;

/** Reads one DNSKEY record in presentation format; undefined for any other line. */
export function parseDnskey(line: string): DnssecKey | undefined {
  const match = /\sDNSKEY\s+(\d{1,5})\s+(\d{1,3})\s+(\d{1,3})\s+([A-Za-z0-9+/=\s]+)$/.exec(line.trim());
  if (match === null) return undefined;
  const [, flags, protocol, algorithm, key = ''] = match;
  return {
    flags: Number(flags),
    protocol: Number(protocol),
    algorithm: Number(algorithm),
    publicKey: Buffer.from(key, 'base64'),
  };
}

/** The data of the DNSKEY record. */
export function formatDnskey({ flags, protocol, algorithm, publicKey }: DnssecKey): string {
  return `${flags} ${protocol} ${algorithm} ${publicKey.toString('base64')}`;
}

/** The data of the DS record of the key, with SHA-256 (RFC 4509). */
export function formatDs(domain: string, key: DnssecKey): string {
  const digest = createHash('sha256').update(wireName(domain)).update(wireData(key)).digest('hex');
  return `${keyTag(key)} ${key.algorithm} ${DIGEST_SHA256} ${digest.toUpperCase()}`;
}

/** RFC 4034 appendix B. */
export function keyTag(key: DnssecKey): number {
  const sum = wireData(key).reduce(
    (total, octet, index) => total + (index % 2 === 0 ? octet << 8 : octet),
    0,
  );
  return (sum + (sum >> 16)) & 0xffff;
}

function wireData({ flags, protocol, algorithm, publicKey }: DnssecKey): Buffer {
  return Buffer.concat([Buffer.from([flags >> 8, flags & 0xff, protocol, algorithm]), publicKey]);
}

/** In lower case, as digests and signatures want it (RFC 4034 §6.2). */
function wireName(domain: string): Buffer {
  const labels = domain.toLowerCase().split('.');
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.from([0]),
  ]);
}
