import { t } from '../texts.js';

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
};

/** `14:03:22.123` in the visitor's time zone; milliseconds let two logs be compared. */
export function clockTime(at: string, timeZone?: string): string {
  return format(at, CLOCK, timeZone);
}

/** `14:03:22` in the visitor's time zone. */
export function timeOfDay(at: string, timeZone?: string): string {
  return format(at, { ...CLOCK, fractionalSecondDigits: undefined }, timeZone);
}

/** `12 March 2025`. */
export function dayOf(at: string, timeZone?: string): string {
  return format(at, { day: 'numeric', month: 'long', year: 'numeric' }, timeZone);
}

/** `12 March 2025 at 14:03`. */
export function dayAndMinute(at: string, timeZone?: string): string {
  return format(at, { dateStyle: 'long', timeStyle: 'short' }, timeZone);
}

export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function format(at: string, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(
    t.shared.locale,
    timeZone === undefined ? options : { ...options, timeZone },
  ).format(new Date(at));
}
