/**
 * Whether the clock is right, as far as DNS tells without a time server. The serial number of com is the time of its last change
 * in seconds since the epoch, seldom more than a minute ago; that of the root zone begins with the date of its last change, never
 * more than a day ago.
 */
import type { StubResolver } from '#dns';

import { LineWriter } from '../doctor-line.js';
import type { Check } from '../examination.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_DAYS = 2;
/** A resolver remembers the serial number for 15 minutes. */
const MOST_MINUTES = 60;
const ADVICE = 'Set the clock, and keep it by NTP: certificates, signatures and evidence depend on it.';

export const checkClock: Check = async ({ resolver, now }) => {
  const line = new LineWriter('clock', new Date(now()).toISOString());
  const expected = 'near the dates of the root zone and of com';
  const [root, com] = await Promise.all([serialOf(resolver, ''), serialOf(resolver, 'com')]);
  const published = dateOfSerial(root);
  if (published === undefined) {
    return [line.unknown({ expected, found: 'the root zone cannot be asked for' })];
  }
  const days = (now() - published) / DAY_MS;
  const found = `root zone of ${new Date(published).toISOString().slice(0, 10)}`;
  if (days <= -1 || days >= 1 + MOST_DAYS) return [line.error({ expected, found }, ADVICE)];
  // No more than a warning: the form of the serial number is the registry's to change.
  const comMs = com * 1000;
  const isOff =
    Math.abs(now() - comMs) > MOST_MINUTES * MINUTE_MS && Math.abs(now() - comMs) < MOST_DAYS * DAY_MS;
  if (isOff) return [line.warning({ expected, found: `com of ${new Date(comMs).toISOString()}` }, ADVICE)];
  return [line.ok(expected, found)];
};

/** 0 when there is none. */
async function serialOf(resolver: StubResolver, zone: string): Promise<number> {
  const answer = await resolver.soa(zone);
  return answer.kind === 'found' ? (answer.records[0]?.serial ?? 0) : 0;
}

/** `2026112201` → the midnight that began that day, in UTC. */
function dateOfSerial(serial: number): number | undefined {
  const [, year, month, day] = /^(20\d\d)(\d\d)(\d\d)\d\d$/.exec(String(serial)) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day));
}
