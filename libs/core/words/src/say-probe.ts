/** What a probe says, in the language of its reader. */
import type { FindingCode, ProbeFinding } from '#probe';

import type { ProbeLanguage } from './language.js';
import { type LanguageTag, PROBE_LANGUAGES } from './languages.js';
import { translator } from './probe-phrases.js';

/** What is said of a finding; what was stored without facts stays as it was said. */
type Said = Pick<ProbeFinding, 'text' | 'advice'>;

export interface ProbeSpeaker {
  /** A sentence that is not of a finding, or a part of one. */
  readonly phrase: (text: string) => string;
  readonly finding: (finding: Said & Pick<ProbeFinding, 'code' | 'facts'>) => Said;
}

const speakers = new Map<LanguageTag, ProbeSpeaker>();

/** Null for the language that #probe speaks itself. */
export function probeSpeaker(tag: LanguageTag): ProbeSpeaker | null {
  const language = PROBE_LANGUAGES[tag];
  if (language === null) return null;
  const known = speakers.get(tag) ?? speakerOf(language);
  speakers.set(tag, known);
  return known;
}

function speakerOf({ findings, phrases }: ProbeLanguage): ProbeSpeaker {
  const phrase = translator(phrases);
  return {
    phrase,
    finding: ({ code, text, advice, facts }) => {
      if (facts === undefined || !Object.hasOwn(findings, code)) return { text, advice };
      // Each code has facts of its own, which are those that #probe filled in.
      const words = findings[code as FindingCode] as {
        readonly text: (facts: object) => string;
        readonly advice: string | null | ((facts: object) => string | null);
      };
      const own = said(facts, phrase) as object;
      return {
        text: words.text(own),
        advice: typeof words.advice === 'function' ? words.advice(own) : words.advice,
      };
    },
  };
}

/** The facts with their phrases in the language; numbers and names are the same in all. */
function said(facts: unknown, phrase: (text: string) => string): unknown {
  if (typeof facts === 'string') return phrase(facts);
  if (Array.isArray(facts)) return facts.map((fact) => said(fact, phrase));
  if (typeof facts !== 'object' || facts === null) return facts;
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, said(fact, phrase)]));
}
