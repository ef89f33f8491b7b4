/** Points in time for people: in UTC, and how far away that is. */
import { utc } from '#rollover';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `in 1 h 3 min`, `12 s ago`, `now`. */
export function relative(at: number, now: number): string {
  const distance = Math.abs(at - now);
  if (distance < SECOND) return 'now';
  return at > now ? `in ${duration(at - now)}` : `${duration(now - at)} ago`;
}

/** `2026-11-22 20:15:00 UTC (in 1 h 3 min)` */
export function moment(at: number, now: number): string {
  return `${utc(at)} (${relative(at, now)})`;
}

/** In its two largest units; what is begun counts. */
export function duration(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.ceil(milliseconds / SECOND)} s`;
  if (milliseconds < HOUR) return parts(milliseconds, MINUTE, 'min', SECOND, 's');
  if (milliseconds < DAY) return parts(milliseconds, HOUR, 'h', MINUTE, 'min');
  return parts(milliseconds, DAY, 'd', HOUR, 'h');
}

function parts(
  milliseconds: number,
  large: number,
  largeName: string,
  small: number,
  smallName: string,
): string {
  const count = Math.floor(milliseconds / large);
  const rest = Math.floor((milliseconds % large) / small);
  return rest === 0 ? `${count} ${largeName}` : `${count} ${largeName} ${rest} ${smallName}`;
}
