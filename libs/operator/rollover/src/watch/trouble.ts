import type { WatchTroubleBody } from '#contracts';
import type { ProbeFinding } from '#probe';
import { harmlessValues } from '#text';

export type Trouble = Readonly<WatchTroubleBody>;

/** Texts hold what strangers' servers said; in a line of a mail or a terminal none of that may be a command. */
export function trouble(about: Pick<Trouble, 'code' | 'subject' | 'text'> & Partial<Trouble>): Trouble {
  const { advice = null, publish = [], rfc = null } = about;
  return harmlessValues({ ...about, advice, publish, rfc }, { as: 'blank' });
}

export function troubleOf({ code, text, advice, rfc }: ProbeFinding, subject: string): Trouble {
  return trouble({ code, subject, text, advice, rfc });
}
