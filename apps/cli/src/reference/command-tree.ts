/** All commands with their options, as commander knows them: what the completions and the man page are made of. */
import type { Command, Option } from 'commander';

export interface DescribedOption {
  /** `-q`, `--quiet`. */
  readonly names: readonly string[];
  /** `<duration>`, `[path]`; '' for a switch. */
  readonly value: string;
  readonly description: string;
  readonly choices: readonly string[];
  /** Null: none, or none that says anything. */
  readonly byDefault: string | null;
}

export interface DescribedCommand {
  /** From the top, without the name of the program: `rollover`, `run`. */
  readonly words: readonly string[];
  readonly description: string;
  /** `<target...>`, with what it is. */
  readonly arguments: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly DescribedOption[];
  readonly commands: readonly DescribedCommand[];
}

/** Hidden commands, which are old names, are left out. */
export function describeCommand(command: Command, words: readonly string[] = []): DescribedCommand {
  const help = command.createHelp();
  return {
    words,
    description: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: help.argumentTerm(argument) + (argument.variadic ? '...' : ''),
      description: argument.description,
    })),
    options: help.visibleOptions(command).map(describeOption),
    commands: help
      .visibleCommands(command)
      .filter((each) => each.name() !== 'help')
      .map((each) => describeCommand(each, [...words, each.name()])),
  };
}

/** The command and all below it, the first first. */
export function flattened(command: DescribedCommand): DescribedCommand[] {
  return [command, ...command.commands.flatMap(flattened)];
}

/** Whether the value of the option is the name of a file. */
export function takesFile({ value }: DescribedOption): boolean {
  return /^[<[](file|path|dir)\b/.test(value);
}

/** Whether the word after the option is its value. */
export function takesWord({ value }: DescribedOption): boolean {
  return value.startsWith('<');
}

function describeOption(option: Option): DescribedOption {
  const { flags, description, argChoices = [], defaultValueDescription } = option;
  const defaultValue: unknown = option.defaultValue;
  const text = defaultValueDescription ?? (typeof defaultValue === 'string' ? defaultValue : null);
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    value: /[<[].*$/.exec(flags)?.[0] ?? '',
    description,
    choices: argChoices,
    byDefault: text === 'none' ? null : text,
  };
}
