/** Marks what this server forwarded; its value is DOMAIN. */
export const FORWARDED_FIELD = 'X-HaveDane-Forwarded';

/** A message that has come so far is going round (RFC 5321 §6.3). */
const MAX_RECEIVED = 50;
/** A bounce of what was forwarded holds our mark in the message that it returns. */
const SEARCHED_BYTES = 262_144;

/** Why a message must not be forwarded, or null. */
export function forwardingLoop(content: Uint8Array, domain: string): string | null {
  const text = Buffer.from(content.subarray(0, SEARCHED_BYTES)).toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const header = end < 0 ? text : text.slice(0, end);
  if ((header.match(/^received[ \t]*:/gim) ?? []).length > MAX_RECEIVED) {
    return `it has passed more than ${MAX_RECEIVED} servers, which is a loop`;
  }
  const marks = [...text.matchAll(/^x-havedane-forwarded[ \t]*:[ \t]*(\S+)/gim)];
  return marks.some(([, name]) => name?.toLowerCase() === domain)
    ? 'it comes back from where this server had forwarded it to'
    : null;
}
