/** How to fix a mail system: one source for the page, the command line and docs/fix. */
import { FIX_COMMANDS } from './fix-commands.js';
import { FIX_TOPICS, type FixTopic } from './language.js';

export const FIX_SYSTEMS = [
  'postfix',
  'exim',
  'exchange-online',
  'exchange-server',
  'sendmail',
  'opensmtpd',
  'stalwart',
  'kumomta',
  'maddy',
  'halon',
  'gmail-hosted',
  'resolver',
] as const;
export type FixSystem = (typeof FIX_SYSTEMS)[number];

export interface FixStep {
  /** Plain text; settings stand between backticks. */
  readonly text: string;
  /** Lines to type or to put into a file; `{valid}`, `{broken}` and `{token}` stand for those of the check. */
  readonly code?: string;
}

export interface FixGuide {
  readonly name: string;
  /** What this system can do, in one or two sentences. */
  readonly about: string;
  readonly topics: Readonly<Record<FixTopic, readonly FixStep[]>>;
}

type Commands = typeof FIX_COMMANDS;
type TextEach<Steps extends readonly unknown[]> = { readonly [Step in keyof Steps]: string };

/** What a language says in the guides: a text for each step, in the order of its commands. */
export type FixTexts = {
  readonly [System in FixSystem]: Pick<FixGuide, 'about'> & {
    readonly topics: {
      readonly [Topic in FixTopic]: TextEach<Commands[System][Topic]>;
    };
  };
};

export type FixGuides = Readonly<Record<FixSystem, FixGuide>>;

/** The guides in the language of those names and texts. */
export function guidesOf(names: Readonly<Record<FixSystem, string>>, texts: FixTexts): FixGuides {
  return byKey(FIX_SYSTEMS, (system) => {
    const { about, topics } = texts[system];
    const stepsOf = (topic: FixTopic): FixStep[] =>
      FIX_COMMANDS[system][topic].map((code, step) => ({
        text: topics[topic][step] ?? '',
        ...(code !== null && { code }),
      }));
    return { name: names[system], about, topics: byKey(FIX_TOPICS, stepsOf) };
  });
}

function byKey<Key extends string, Value>(
  keys: readonly Key[],
  valueOf: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, Value>;
}

export interface FixNames {
  /** The hosts with valid and with broken DANE. */
  readonly valid: string;
  readonly broken: string;
  readonly token: string;
}

/** What the commands of a guide are about, in one check. */
export function fixNames(
  scenarios: readonly { readonly expected: string; readonly address: string }[],
  token: string,
): FixNames {
  const hostOf = (expected: string): string => {
    const address = scenarios.find((scenario) => scenario.expected === expected)?.address ?? '';
    return address.slice(address.lastIndexOf('@') + 1);
  };
  return { token, valid: hostOf('delivered'), broken: hostOf('refused') };
}

/** The code of a step for one check. */
export function fillIn(code: string, { valid, broken, token }: FixNames): string {
  return code.replaceAll('{valid}', valid).replaceAll('{broken}', broken).replaceAll('{token}', token);
}

/** Guesses from what a server calls itself and what its address is called: null where neither says anything. */
export function guessSystem(names: readonly (string | null)[]): FixSystem | null {
  const known = names.flatMap((name) => (name === null ? [] : [name.toLowerCase().replace(/\.$/, '')]));
  const found = HOSTED.find(([domains]) =>
    known.some((name) => domains.some((domain) => name === domain || name.endsWith(`.${domain}`))),
  );
  return found?.[1] ?? SOFTWARE.find(([word]) => known.some((name) => word.test(name)))?.[1] ?? null;
}

const HOSTED: readonly (readonly [domains: readonly string[], FixSystem])[] = [
  [['outbound.protection.outlook.com', 'prod.outlook.com', 'mx.microsoft'], 'exchange-online'],
  [['google.com', 'googlemail.com'], 'gmail-hosted'],
  [['yahoo.com', 'icloud.com', 'amazonses.com', 'sendgrid.net', 'mailgun.net', 'zoho.com'], 'gmail-hosted'],
];

/** Names that admins give to machines after what runs there. */
const SOFTWARE: readonly (readonly [RegExp, FixSystem])[] = [
  [/postfix/, 'postfix'],
  [/exim/, 'exim'],
  [/exchange|\bexch/, 'exchange-server'],
  [/sendmail/, 'sendmail'],
  [/opensmtpd|smtpd\./, 'opensmtpd'],
  [/stalwart/, 'stalwart'],
  [/kumo/, 'kumomta'],
  [/maddy/, 'maddy'],
  [/halon/, 'halon'],
];
