/** As all times in the body of a check (ISO 8601), of milliseconds since the epoch. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
