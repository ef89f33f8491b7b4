/**
 * Whether the clock is right, as far as can be told without a time server: the serial number of the root zone begins
 * with the date of its last change, which is never more than a day ago.
 */
import { LineWriter } from '../doctor-line.js';
import type { Check } from '../examination.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 2;

export const checkClock: Check = async ({ resolver, now }) => {
  const line = new LineWriter('clock', new Date(now()).toISOString());
  const expected = 'near the date of the root zone';
  const answer = await resolver.soa('');
  const published = answer.kind === 'found' ? dateOfSerial(answer.records[0]?.serial ?? 0) : undefined;
  if (published === undefined) {
    return [line.unknown({ expected, found: 'the root zone cannot be asked for' })];
  }
  const days = (now() - published) / DAY_MS;
  const found = `root zone of ${new Date(published).toISOString().slice(0, 10)}`;
  const isNear = days > -1 && days < 1 + MOST_DAYS;
  const advice = 'Set the clock, and keep it by NTP: certificates, signatures and evidence depend on it.';
  return [line.judged(isNear, { expected, found }, advice)];
};

/** `2026112201` → the midnight that began that day, in UTC. */
function dateOfSerial(serial: number): number | undefined {
  const [, year, month, day] = /^(20\d\d)(\d\d)(\d\d)\d\d$/.exec(String(serial)) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day));
}
