/**
 * The Message-ID of a header (RFC 5322 §3.6.4), or null. `text` may go on into the body or end anywhere; folded
 * lines are unfolded, nothing else is interpreted.
 */
export function findMessageId(text: string): string | null {
  const end = /^\r?\n/.test(text) ? 0 : text.search(/\r?\n\r?\n/);
  const header = end < 0 ? text : text.slice(0, end);
  const [, value] = /^message-id[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/im.exec(header) ?? [];
  const id = value?.replace(/\s+/g, ' ').trim();
  return id === undefined || id === '' ? null : id;
}
