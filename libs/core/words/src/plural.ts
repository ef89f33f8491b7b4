/** The form of a word for a number, by the rules of the language. English, German and Dutch have these two (Unicode CLDR). */
export function pluralOf(tag: string): (count: number, forms: { one: string; other: string }) => string {
  const rules = new Intl.PluralRules(tag);
  return (count, { one, other }) => (rules.select(count) === 'one' ? one : other);
}
