/** Values as reporters write them: what is meant is taken, what is too much is cut, and what is no such value refused. */
import { z } from 'zod';

import { harmless } from '#text';

const MAX_TEXT = 255;
/** Exact in a double, and more sessions than there are. */
const MAX_COUNT = 1e15;

/** Control and format characters would get at a terminal, and at the order in which a line is read. */
const anyText = z
  .union([z.string(), z.number()], 'must be a text')
  .transform((value) => harmless(String(value), { as: 'blank', maxLength: MAX_TEXT }).trim());

export const text = anyText.refine((value) => value !== '', 'must not be empty');

export const optionalText = anyText.nullish().transform((value) => (value === '' ? null : (value ?? null)));

const COUNT = 'must be a whole number that is not negative';

/** Some write numbers as texts, and leave out zero. */
export const count = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,16}$/, COUNT)
        .transform(Number),
    ],
    COUNT,
  )
  .nullish()
  .transform((value) => value ?? 0)
  .refine((value) => Number.isInteger(value) && value >= 0 && value <= MAX_COUNT, COUNT);

/** One without a zone is meant as UTC, as the whole report should be (RFC 8460 §4.1). */
const TIME = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*([Zz]|[+-]\d\d:?\d\d)?)?$/;

/** Milliseconds since the epoch. */
export const time = z.string('must be a time').transform((value, context) => {
  const [, date, clock = '00:00', zone = 'Z'] = TIME.exec(value.slice(0, 64).trim()) ?? [];
  const offset = zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T${clock}${offset}`);
  if (Number.isFinite(at)) return at;
  context.addIssue('must be a time as in RFC 3339');
  return z.NEVER;
});

/** A list, which some write as its only item, or leave out when it is empty. */
function listed(value: unknown): readonly unknown[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => item !== undefined && item !== null && item !== '');
}

/** The first items of a list, as many as `max`, and how many there were beyond. */
export function beginningOf<T extends z.ZodType>(item: T, max: number) {
  return z
    .unknown()
    .optional()
    .transform((value) => {
      const items = listed(value);
      return { items: items.slice(0, max), beyond: Math.max(0, items.length - max) };
    })
    .pipe(z.object({ items: z.array(item), beyond: z.number() }));
}
