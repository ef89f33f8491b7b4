/** The problems of the API in the language of their reader; their types stay as they are. */
import { problems as dutch } from './dutch/problems.js';
import type { problems } from './english/problems.js';
import { problems as german } from './german/problems.js';
import type { LanguageTag } from './languages.js';
import { translator } from './probe-phrases.js';

export type ProblemBook = Readonly<Record<(typeof problems)[number], string>>;

export const PROBLEM_BOOKS: Readonly<Record<LanguageTag, ProblemBook | null>> = {
  en: null,
  de: german,
  nl: dutch,
};

export function problemIn<Problem extends { readonly title: string; readonly detail: string }>(
  problem: Problem,
  tag: LanguageTag,
): Problem {
  const book = PROBLEM_BOOKS[tag];
  if (book === null) return problem;
  const say = translator(book);
  return { ...problem, title: say(problem.title), detail: say(problem.detail) };
}
