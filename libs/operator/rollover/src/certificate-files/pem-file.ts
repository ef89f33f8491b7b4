/** The parts of a PEM file (RFC 7468): certificates, a key, and what else somebody put there. */

export interface PemBlock {
  /** Such as `CERTIFICATE` or `EC PRIVATE KEY`. */
  readonly label: string;
  /** From BEGIN to END, with a line end. */
  readonly text: string;
}

export interface PemParts {
  readonly certificates: readonly string[];
  readonly keys: readonly string[];
}

const BLOCK = /^-----BEGIN ([A-Z0-9 ]+)-----$[\s\S]*?^-----END \1-----$/gm;

export function pemBlocks(text: string): PemBlock[] {
  return [...text.replaceAll('\r\n', '\n').matchAll(BLOCK)].map(([block, label = '']) => ({
    label,
    text: `${block}\n`,
  }));
}

export function pemParts(text: string): PemParts {
  const blocks = pemBlocks(text);
  const texts = (isWanted: (block: PemBlock) => boolean): string[] =>
    blocks.filter(isWanted).map((block) => block.text);
  return { certificates: texts(isCertificate), keys: texts(isKey) };
}

/**
 * The text that takes the place of a file: the next key where it has a key, the next certificates where it has some, in the
 * order that it has, because some servers want the key in front (`smtpd_tls_chain_files` of Postfix).
 *
 * @param key null: the one that is there stays
 */
export function replacedParts(text: string, certificates: string, key: string | null): string {
  const blocks = pemBlocks(text);
  const parts = blocks.flatMap((block, index) => {
    const isFirst = (isAlike: (other: PemBlock) => boolean): boolean => blocks.findIndex(isAlike) === index;
    if (isCertificate(block)) return isFirst(isCertificate) ? [certificates] : [];
    if (isKey(block) && key !== null) return isFirst(isKey) ? [key] : [];
    // They belong to the key that goes; the next one names its curve itself.
    if (block.label === 'EC PARAMETERS' && key !== null) return [];
    return [block.text];
  });
  return parts.join('');
}

function isCertificate({ label }: PemBlock): boolean {
  return label === 'CERTIFICATE';
}

function isKey({ label }: PemBlock): boolean {
  return label === 'PRIVATE KEY' || label.endsWith(' PRIVATE KEY');
}
