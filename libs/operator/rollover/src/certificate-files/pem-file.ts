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

/** Blanks may end a line, as OpenSSL and the servers that use it have it. */
const BLOCK = /^-----BEGIN ([A-Z0-9 ]+)-----[ \t\r]*$[\s\S]*?^-----END \1-----[ \t\r]*$\n?/gm;
const BEGINNING = /-----BEGIN /g;

export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(BLOCK)].map(([block, label = '']) => ({
    label,
    text: `${block.replaceAll(/[ \t\r]+$/gm, '').trimEnd()}\n`,
  }));
}

/** Whether every block that begins is one of `pemBlocks`. Otherwise one holds another, or does not end. */
export function isWholePem(text: string): boolean {
  return [...text.matchAll(BEGINNING)].length === pemBlocks(text).length;
}

export function pemParts(text: string): PemParts {
  const blocks = pemBlocks(text);
  const texts = (isWanted: (block: PemBlock) => boolean): string[] =>
    blocks.filter(isWanted).map((block) => block.text);
  return { certificates: texts(isCertificate), keys: texts(isKey) };
}

/**
 * The text that takes the place of a file's: the next key where it has a key, the next certificates where it has some, in the
 * order that it has, because some servers want the key in front (`smtpd_tls_chain_files` of Postfix). All else stays as it is,
 * octet for octet.
 *
 * @param key null: the one that is there stays
 */
export function replacedParts(text: string, certificates: string, key: string | null): string {
  let isFirstCertificate = true;
  let isFirstKey = true;
  return text.replaceAll(BLOCK, (block: string, label: string) => {
    if (isCertificate({ label })) {
      const next = isFirstCertificate ? certificates : '';
      isFirstCertificate = false;
      return next;
    }
    if (key === null) return block;
    if (isKey({ label })) {
      const next = isFirstKey ? key : '';
      isFirstKey = false;
      return next;
    }
    // They belong to the key that goes; the next one names its curve itself.
    return label === 'EC PARAMETERS' ? '' : block;
  });
}

function isCertificate({ label }: Pick<PemBlock, 'label'>): boolean {
  return label === 'CERTIFICATE';
}

function isKey({ label }: Pick<PemBlock, 'label'>): boolean {
  return label === 'PRIVATE KEY' || label.endsWith(' PRIVATE KEY');
}
