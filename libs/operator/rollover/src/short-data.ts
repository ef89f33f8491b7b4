/** `3 1 1 0a1b2c3d…`: enough to find it by. */
export function shortData(data: string): string {
  return data.replace(/^((?:\d+ ){3}[0-9a-f]{16})[0-9a-f]{3,}$/, '$1…');
}

/** All that is published at a name. */
export function shortList(records: readonly string[]): string {
  return records.length === 0 ? 'no TLSA record' : records.map(shortData).join(', ');
}
