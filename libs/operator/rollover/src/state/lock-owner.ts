/** Who holds the lock of a rollover, as the others read it. */
import { z } from 'zod';

export const lockOwnerSchema = z.object({
  pid: z.number().int(),
  host: z.string(),
  command: z.string(),
  /** Milliseconds since the epoch. */
  since: z.number().int(),
});

export type LockOwner = z.infer<typeof lockOwnerSchema>;

/** One line. */
export function describeOwner(id: string, owner: LockOwner | null, now: number): string {
  if (owner === null) return `Another run is at work on ${id}`;
  const age = ageText(now - owner.since);
  return `Another run (process ${owner.pid} on ${owner.host}, \`${owner.command}\`, for ${age}) is at work on ${id}`;
}

const UNITS = [
  { name: 'day', minutes: 1440 },
  { name: 'hour', minutes: 60 },
  { name: 'minute', minutes: 1 },
] as const;

/** In its two largest units, rounded down. */
function ageText(milliseconds: number): string {
  const total = Math.floor(milliseconds / 60_000);
  const largest = UNITS.findIndex(({ minutes }) => total >= minutes);
  // A clock that was set back makes it negative.
  if (largest < 0) return 'less than a minute';
  let left = total;
  const parts = UNITS.slice(largest, largest + 2).flatMap(({ name, minutes }) => {
    const count = Math.floor(left / minutes);
    left -= count * minutes;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return parts.join(' and ');
}
