/** What a probe says, in the language of its reader. What was stored without codes stays as it was said. */
import type { FindingCode } from '#probe';
import { inWords, isPhrase, valueInWords } from '#text';

import type { ProbeLanguage } from './language.js';
import { type LanguageTag, PROBE_LANGUAGES } from './languages.js';

/** The same value with its texts in the language; codes, names and what servers said stay as they are. */
export function probeIn<Value>(value: Value, tag: LanguageTag): Value {
  const language = PROBE_LANGUAGES[tag];
  return language === null ? value : (translated(value, language) as Value);
}

function translated(value: unknown, language: ProbeLanguage): unknown {
  if (Array.isArray(value)) return value.map((each) => translated(each, language));
  if (typeof value !== 'object' || value === null) return value;
  const { facts, ...parts } = value as Readonly<Record<string, unknown>>;
  const rest = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, translated(part, language)]),
  );
  return { ...value, ...rest, ...texts(value, language) };
}

/** The texts beside a code: of a phrase or a finding; of what failed, beside its reason. */
function texts(value: object, { findings, phrases }: ProbeLanguage): object {
  if (isPhrase(value)) return { text: inWords(value, phrases) };
  if ('why' in value && isPhrase(value.why)) {
    return { ['reason' in value ? 'reason' : 'error']: inWords(value.why, phrases) };
  }
  // OpenSSL took it for a certificate and cannot read it: the subject is ours.
  if ('publicKeySha256' in value && value.publicKeySha256 === '')
    return { subject: phrases['unreadable-certificate'] };
  const { code, facts } = value as { readonly code?: unknown; readonly facts?: unknown };
  if (facts === undefined || typeof code !== 'string' || !Object.hasOwn(findings, code)) return {};
  // Each code has facts of its own, which are those that #probe filled in.
  const words = findings[code as FindingCode] as {
    readonly text: (facts: unknown) => string;
    readonly advice: string | null | ((facts: unknown) => string | null);
  };
  const own = valueInWords(facts, phrases);
  const advice = typeof words.advice === 'function' ? words.advice(own) : words.advice;
  return { text: words.text(own), ...('advice' in value ? { advice } : {}) };
}
