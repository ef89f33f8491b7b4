/** `3 1 1 0a1b2c3d…`: enough to find it by. */
export function shortData(data: string): string {
  return data.replace(/^((?:\d+ ){3}[0-9a-f]{16})[0-9a-f]{3,}$/, '$1…');
}
