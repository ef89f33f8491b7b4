import type { ProbeFindingBody, WatchTroubleBody } from '#contracts';

export type Trouble = Readonly<WatchTroubleBody>;

/** Texts hold what strangers' servers said; in a line of a mail or a terminal none of that may be a command. */
export function trouble(about: Pick<Trouble, 'code' | 'subject' | 'text'> & Partial<Trouble>): Trouble {
  const { advice = null, publish = [], rfc = null } = about;
  return { ...about, text: onOneLine(about.text), advice, publish, rfc };
}

export function troubleOf({ code, text, advice, rfc }: ProbeFindingBody, subject: string): Trouble {
  return trouble({ code, subject, text, advice, rfc });
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
