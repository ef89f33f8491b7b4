import type { CheckBody } from '#contracts';

/** The scenarios of a check that are mailed by default. */
export function quickOf({ scenarios }: CheckBody): CheckBody['scenarios'] {
  return scenarios.filter(({ level }) => level === 'quick');
}
