const HOUR = 3600;

/** `2 h` where it is whole hours, `300 s` otherwise; what is waited for is easier to judge in hours. */
export function ttlText(seconds: number): string {
  return seconds > 0 && seconds % HOUR === 0 ? `${seconds / HOUR} h` : `${seconds} s`;
}
