/**
 * Text of strangers on its way out: to a log, a terminal, a page, a mail header or a metric. Mail servers, DNS zones,
 * certificates and reports hold whatever somebody wrote there.
 */

/**
 * What is obeyed instead of seen, or not seen at all: controls, which move the cursor, change colours and forge lines; marks
 * that turn the direction of writing, so that a text reads as another; characters without width, tags and fillers, which
 * make two names look alike; line separators; lone surrogates, which not every reader of UTF-8 survives; and what has no
 * meaning that everybody agrees on (private and unassigned). The two selectors that make a sign an emoji are none of these.
 */
const HARMFUL = /[\p{C}\p{Zl}\p{Zp}]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/gu;

export interface HarmlessOptions {
  /**
   * What stands in the place of a harmful character: `replaced` a U+FFFD, for what is stored and sent; `escaped` its number
   * as in `\u{202e}`, for what an administrator reads; `blank` one blank for a run of them, for prose on one line.
   */
  readonly as?: 'replaced' | 'escaped' | 'blank';
  /** Characters that stay nevertheless, such as the line feeds of a text of several lines. */
  readonly keep?: string;
  /** In UTF-16 code units, as `length` counts; a character is never cut in two. */
  readonly maxLength?: number;
}

/** Most texts: the classes of Unicode take their time. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The text with every harmful character made visible or taken out. */
export function harmless(
  text: string,
  { as = 'replaced', keep = '', maxLength = Infinity }: HarmlessOptions = {},
): string {
  // Before as well: what is cut off need not be looked at.
  const short = shortened(text, maxLength);
  if (PLAIN.test(short)) return short;
  const clean = short.replace(HARMFUL, (character) =>
    keep.includes(character) ? character : standIn(character, as),
  );
  return shortened(as === 'blank' ? clean.replace(BLANKS, ' ') : clean, maxLength);
}

/**
 * The value with every text in it made harmless, in lists and objects at any depth; names of fields stay as they are. For a
 * result on its way out, whoever fills its fields.
 */
export function harmlessValues<T>(value: T, options: HarmlessOptions = {}): T {
  if (typeof value === 'string') return harmless(value, options) as T & string;
  if (Array.isArray(value))
    return value.map((item: unknown) => harmlessValues(item, options)) as T & unknown[];
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const entries = Object.entries(value).map(([name, item]) => [name, harmlessValues<unknown>(item, options)]);
  return Object.fromEntries(entries) as T & object;
}

/** Whether nothing in it would have to be replaced. */
export function isHarmless(text: string): boolean {
  return text.search(HARMFUL) < 0;
}

/**
 * As JSON.stringify, which lets most harmful characters through as they are: here they are escapes, and mean the same when read.
 */
export function printableJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(HARMFUL, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()].map((at) => jsonEscape(character.charCodeAt(at))).join(''),
  );
}

function jsonEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** Never in a text that was cleaned otherwise, since it is harmful itself. */
const TO_BLANK = '\0';
const BLANKS = /\0+/g;

function standIn(character: string, as: NonNullable<HarmlessOptions['as']>): string {
  switch (as) {
    case 'replaced':
      return '\uFFFD';
    case 'escaped':
      return escapedCharacter(character);
    case 'blank':
      return TO_BLANK;
  }
}

/** As in the source of a program: `\u{202e}`. */
export function escapedCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function shortened(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** In a line of JSON: an escape such as `\u001b` or `\n`, or a character that stands there as it is. */
const JSON_PARTS =
  /\\u(?<hex>[0-9a-fA-F]{4})|\\(?<short>.)|[\p{C}\p{Zl}\p{Zp}]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/gsu;
const PLAIN_JSON = /^[\x20-\x5b\x5d-\x7e]*\n?$/;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', r: '\r' };

/**
 * One line of JSON in which every string, read back, is as `harmless` makes it with `escaped`; names of fields included. Line
 * feeds and tabs inside strings stay escapes, for stacks have them.
 */
export function harmlessJsonLine(line: string): string {
  if (PLAIN_JSON.test(line)) return line;
  const end = line.endsWith('\n') ? '\n' : '';
  const body = end === '' ? line : line.slice(0, -1);
  return `${body.replace(JSON_PARTS, (part: string, hex?: string, short?: string) => inJson(part, hex, short))}${end}`;
}

function inJson(part: string, hex: string | undefined, short: string | undefined): string {
  if (hex === undefined && short === undefined) return `\\${escapedCharacter(part)}`;
  const character =
    hex === undefined ? SHORT_ESCAPES[short ?? ''] : String.fromCharCode(Number.parseInt(hex, 16));
  if (character === undefined || '\n\t'.includes(character) || isHarmless(character)) return part;
  return `\\${escapedCharacter(character)}`;
}
