/** The one table of exit codes. Each command adds what 0, 1 and 3 mean for it; `--help`, the man page and docs/cli.md print that. */

export const EXIT = { ok: 0, wrong: 1, usage: 2, unknown: 3, interrupted: 130 } as const;

/** Of the Monitoring Plugins: what `--nagios` exits with. */
export const NAGIOS = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

interface Meanings {
  /** Of 0. */
  readonly ok: string;
  /** Of 1; without it the command failed. */
  readonly wrong?: string;
  /** Of 3, where the command has it. */
  readonly unknown?: string;
  /** Ctrl-C ends it in order. */
  readonly interruptible?: true;
  /** It has `--nagios`. */
  readonly nagios?: true;
}

const DEFAULT: Meanings = { ok: 'done' };

/** By the words of the command, such as `dns push`. */
export const EXIT_CODES: Readonly<Record<string, Meanings>> = {
  init: { ok: 'done, or nothing to change', unknown: 'nothing was written', interruptible: true },
  'dns push': {
    ok: 'everything is published',
    unknown: 'changes remain: a dry run, a "no", or they are not seen yet',
  },
  rollover: {
    ok: 'finished, nothing to do, or waiting as planned',
    wrong: 'something is wrong and needs you',
    unknown: 'another run is at work',
  },
  delegate: {
    ok: 'delegated, and nothing is wrong',
    wrong: 'something is wrong',
    unknown: 'not there yet (--once), or something could not be checked',
  },
  doctor: {
    ok: 'nothing is wrong',
    wrong: 'something is wrong',
    unknown: 'something could not be checked',
  },
  test: {
    ok: 'the outcome is the expected one',
    wrong: 'another outcome',
    unknown: 'undecided: not enough was seen in time, or the message could not be sent',
    interruptible: true,
    nagios: true,
  },
  probe: {
    ok: 'all is well',
    wrong: 'an error or a warning, or the probe failed',
    interruptible: true,
    nagios: true,
  },
  watch: {
    ok: 'all is well, or --every was ended',
    wrong: 'something is wrong',
    unknown: 'nothing can be seen: no validating resolver answers',
  },
};

/** A command that has no meanings of its own has those of the command that it belongs to. */
function meaningsOf(command: string): Meanings {
  return EXIT_CODES[command] ?? EXIT_CODES[command.split(' ')[0] ?? ''] ?? DEFAULT;
}

/** Whether it has more to say than every command. */
export function hasOwnExitCodes(command: string): boolean {
  return meaningsOf(command) !== DEFAULT;
}

/** The codes of a command with their meanings, in order. */
export function exitCodesOf(command: string): readonly (readonly [code: number, meaning: string])[] {
  const { ok, wrong, unknown, interruptible } = meaningsOf(command);
  return [
    [EXIT.ok, ok],
    [EXIT.wrong, wrong ?? 'failed'],
    [EXIT.usage, 'usage error'],
    ...(unknown === undefined ? [] : [[EXIT.unknown, unknown] as const]),
    ...(interruptible === undefined ? [] : [[EXIT.interrupted, 'ended by Ctrl-C'] as const]),
  ];
}

/** For `--help`. */
export function exitCodeHelp(command: string): string {
  const lines = exitCodesOf(command).map(([code, meaning]) => `  ${String(code).padEnd(3)} ${meaning}`);
  const nagios =
    meaningsOf(command).nagios === true
      ? ['  With --nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (usage errors, too).']
      : [];
  return ['', 'Exit codes:', ...lines, ...nagios].join('\n');
}
