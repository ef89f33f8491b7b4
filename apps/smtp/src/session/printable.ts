/**
 * Text from a client, fit to be stored and shown: without control and formatting characters, which forge log lines and
 * hide letters, and not longer than `maxLength`.
 */
export function printable(text: string, maxLength: number): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD').slice(0, maxLength);
}
