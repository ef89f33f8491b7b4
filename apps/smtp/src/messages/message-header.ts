/** What is kept of the header of a message. */
export interface MessageHeader {
  readonly messageId: string | null;
  /**
   * When the sender took the message into its queue, by its own clock (milliseconds since the epoch): its trace field, which every
   * mail server puts on top (RFC 5321 §4.4), or else Date. Null where neither says it.
   */
  readonly queuedAt: number | null;
}

/**
 * The fields of a header (RFC 5322 §3.6). `text` may go on into the body or end anywhere; folded lines are unfolded, nothing
 * else is interpreted.
 */
export function readHeader(text: string): MessageHeader {
  const end = /^\r?\n/.test(text) ? 0 : text.search(/\r?\n\r?\n/);
  const header = end < 0 ? text : text.slice(0, end);
  const trace = fieldOf(header, /^received[ \t]*:(.*(?:\r?\n[ \t].*)*)/im);
  const date = trace === null ? fieldOf(header, /^date[ \t]*:(.*(?:\r?\n[ \t].*)*)/im) : timeOfTrace(trace);
  return {
    messageId: fieldOf(header, /^message-id[ \t]*:(.*(?:\r?\n[ \t].*)*)/im),
    queuedAt: date === null ? null : instantOf(date),
  };
}

/** What follows the last semicolon outside of comments; null without one. */
function timeOfTrace(trace: string): string | null {
  return /;([^;]*)$/.exec(trace.replace(/\([^()]*\)/g, ' '))?.[1] ?? null;
}

/** Without a zone it would be a time of ours. */
const ZONE = /(?:\s|:\d\d)[+-]\d{4}|\b(?:UT|UTC|GMT|[ECMP][SD]T)\b|\dZ|\sZ/;

function instantOf(date: string): number | null {
  const instant = ZONE.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

/** The first of them. */
function fieldOf(header: string, field: RegExp): string | null {
  const value = field.exec(header)?.[1]?.replace(/\s+/g, ' ').trim();
  return value === undefined || value === '' ? null : value;
}
