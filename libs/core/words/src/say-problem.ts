/** The problems of the API in the language of their reader; their types and codes stay as they are. */
import { inWords } from '#text';

import { problems as dutch } from './dutch/problems.js';
import type { PROBLEM_DETAILS, PROBLEM_TITLES } from './english/problems.js';
import { problems as german } from './german/problems.js';
import type { LanguageTag } from './languages.js';

export interface ProblemBook {
  readonly titles: Readonly<Record<keyof typeof PROBLEM_TITLES, string>>;
  readonly details: Readonly<Record<keyof typeof PROBLEM_DETAILS, string>>;
}

export const PROBLEM_BOOKS: Readonly<Record<LanguageTag, ProblemBook | null>> = {
  en: null,
  de: german,
  nl: dutch,
};

interface Problem {
  /** Ends in the kind of the problem. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly facts: unknown[];
}

export function problemIn<Said extends Problem>(problem: Said, tag: LanguageTag): Said {
  const book = PROBLEM_BOOKS[tag];
  if (book === null) return problem;
  const { type, code, facts, detail } = problem;
  const kind = type.slice(type.lastIndexOf(':') + 1) as keyof ProblemBook['titles'];
  return {
    ...problem,
    title: book.titles[kind],
    detail: inWords({ code, facts, text: detail }, book.details),
  };
}
