const CONJUNCTION = new Intl.ListFormat('en', { type: 'conjunction' });

/** `a`, `a and b`, `a, b, and c`; never more than four, so that a large sender stays readable. */
export function listed(items: readonly string[]): string {
  if (items.length <= 4) return CONJUNCTION.format(items);
  return CONJUNCTION.format([...items.slice(0, 3), `${items.length - 3} more`]);
}

/** `2026-01-05 10:00:00 UTC`, of milliseconds since the epoch. */
export function clock(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
