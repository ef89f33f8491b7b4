import { harmless } from '#text';

/** Text from a client, fit to be stored and shown, and not longer than `maxLength`. */
export function printable(text: string, maxLength: number): string {
  return harmless(text, { maxLength });
}
