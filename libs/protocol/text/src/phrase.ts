/**
 * What a library says: a code with facts. The library has the English; another language is a table of the same codes. In a
 * template `{1}`, `{2}` stand for the facts.
 */

/** Plain JSON, as it is stored and sent. */
export interface Phrase {
  code: string;
  /** Each a `Fact`. */
  facts: unknown[];
  /** In English. */
  text: string;
}

/** Several phrases stand one after the other. */
export type Fact = string | number | Phrase | readonly Phrase[];

export type Templates = Readonly<Record<string, string>>;

/** As many facts as the template has places. */
export type FactsIn<Template> = Template extends `${string}{4}${string}`
  ? [Fact, Fact, Fact, Fact]
  : Template extends `${string}{3}${string}`
    ? [Fact, Fact, Fact]
    : Template extends `${string}{2}${string}`
      ? [Fact, Fact]
      : Template extends `${string}{1}${string}`
        ? [Fact]
        : [];

/** Makes the phrases of one table. */
export function phrasesOf<const Book extends Templates>(
  book: Book,
): <Code extends keyof Book & string>(code: Code, ...facts: FactsIn<Book[Code]>) => Phrase {
  return (code, ...facts) => ({ code, facts, text: filled(book[code] ?? code, facts, null) });
}

/** The phrase in another language: in English where its table lacks the code, as it may with stored results. */
export function inWords({ code, facts, text }: Phrase, book: Templates): string {
  const template = Object.hasOwn(book, code) ? book[code] : undefined;
  return template === undefined ? text : filled(template, facts, book);
}

/** The same value, in which the phrases have become texts. */
export type InWords<Value> = Value extends Phrase
  ? string
  : Value extends object
    ? { readonly [Key in keyof Value]: InWords<Value[Key]> }
    : Value;

/** @param book null for English */
export function valueInWords<Value>(value: Value, book: Templates | null): InWords<Value> {
  return worded(value, book) as InWords<Value>;
}

function worded(value: unknown, book: Templates | null): unknown {
  if (isPhrase(value)) return book === null ? value.text : inWords(value, book);
  if (Array.isArray(value)) return value.map((each) => worded(each, book));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, worded(each, book)]));
}

export function isPhrase(value: unknown): value is Phrase {
  if (typeof value !== 'object' || value === null) return false;
  return 'code' in value && 'text' in value && 'facts' in value && Array.isArray(value.facts);
}

function filled(template: string, facts: readonly unknown[], book: Templates | null): string {
  return template.replaceAll(/\{(\d)\}/g, (_, place: string) => {
    const fact = worded(facts[Number(place) - 1], book);
    return Array.isArray(fact) ? fact.join(', ') : String(fact);
  });
}
