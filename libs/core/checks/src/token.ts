/**
 * The token names a check everywhere: in its address, its URL, the database and the logs. Whoever knows
 * it can read the check and add to it, so it must not be guessable; and it is a DNS label, so it is
 * lower case and short.
 */

/** Base32 without i, l, o and u, which people misread (Crockford's alphabet, lower case). */
export const TOKEN_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 12 characters of 5 bits: 60 bits. */
export const TOKEN_LENGTH = 12;

const TOKEN_PATTERN = new RegExp(`^[${TOKEN_ALPHABET}]{${TOKEN_LENGTH}}$`);

/**
 * A new token.
 *
 * @param randomBytes a cryptographically secure source: returns that many random bytes
 */
export function createToken(randomBytes: (size: number) => Uint8Array): string {
  // 256 is a multiple of 32, so masking keeps every character equally likely.
  return Array.from(randomBytes(TOKEN_LENGTH), (byte) => TOKEN_ALPHABET[byte & 31]).join('');
}

/** Whether `text` has the form of a token, exactly (lower case). */
export function isToken(text: string): boolean {
  return TOKEN_PATTERN.test(text);
}
