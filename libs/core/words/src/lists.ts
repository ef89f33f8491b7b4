/** `a`, `a and b`, `a, b, and c`, as the language has it; never more than four, so that a large sender stays readable. */
export function listIn(tag: string, more: (count: number) => string): (items: readonly string[]) => string {
  const conjunction = new Intl.ListFormat(tag, { type: 'conjunction' });
  return (items) =>
    conjunction.format(items.length <= 4 ? items : [...items.slice(0, 3), more(items.length - 3)]);
}

/** `2026-01-05 10:00:00 UTC`, of milliseconds since the epoch: the same in every language, to be found in logs. */
export function clock(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
