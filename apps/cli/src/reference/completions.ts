/** Completion scripts. Each follows the words to the command that is meant, and offers its commands and options. */
import {
  type DescribedCommand,
  type DescribedOption,
  flattened,
  takesFile,
  takesWord,
} from './command-tree.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function completionFor(shell: Shell, program: DescribedCommand): string {
  switch (shell) {
    case 'bash':
      return bash(program);
    case 'zsh':
      return zsh(program);
    case 'fish':
      return fish(program);
  }
}

function bash(program: DescribedCommand): string {
  return `# bash completion for havedane: source <(havedane completion bash)
_havedane() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} at= word i words=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$at/$word" in
      ${pathPatterns(program)}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at $prev" in
${valueCases(program, {
  choices: (words) => `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$cur")); return`,
  files: 'COMPREPLY=($(compgen -f -- "$cur")); return',
  other: 'COMPREPLY=(); return',
})}
  esac
  case "$at" in
${flattened(program)
  .map((command) => `    ${quoted(pathOf(command))}) words=${quoted(wordsOf(command).join(' '))} ;;`)
  .join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _havedane havedane
`;
}

/** No variable may be called \`path\` there: it is PATH. */
function zsh(program: DescribedCommand): string {
  const described = (pairs: readonly (readonly [string, string])[]): string =>
    pairs.map(([name, text]) => quoted(`${name.replaceAll(':', '\\:')}:${text}`)).join(' ');
  return `#compdef havedane
# zsh completion for havedane: source <(havedane completion zsh), or as _havedane in a folder of $fpath
_havedane() {
  local at= i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    case "$at/$words[i]" in
      ${pathPatterns(program)}) at="\${at:+$at }$words[i]" ;;
    esac
  done
  case "$at $words[CURRENT-1]" in
${valueCases(program, {
  choices: (words) => `compadd -- ${words.map(quoted).join(' ')}; return`,
  files: '_files; return',
  other: 'return',
})}
  esac
  case "$at" in
${flattened(program)
  .map(
    (command) =>
      `    ${quoted(pathOf(command))})\n      commands=(${described(command.commands.map((each) => [each.words.at(-1) ?? '', each.description]))})\n` +
      `      options=(${described(command.options.flatMap((option) => option.names.map((name) => [name, option.description] as const)))}) ;;`,
  )
  .join('\n')}
  esac
  (( $#commands )) && _describe command commands
  [[ $words[CURRENT] == -* || $#commands -eq 0 ]] && _describe option options
  [[ $words[CURRENT] == -* ]] || (( $#commands )) || _files
}
if [[ $funcstack[1] == _havedane ]]; then _havedane "$@"; else compdef _havedane havedane; fi
`;
}

function fish(program: DescribedCommand): string {
  const lines = flattened(program).flatMap((command) => [
    ...command.commands.map(
      (each) =>
        `complete -c havedane -f -n ${quoted(fishAt(command, true))} -a ${each.words.at(-1)} -d ${quoted(each.description)}`,
    ),
    ...command.options.map((option) => {
      const names = option.names.map((name) =>
        name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
      );
      return `complete -c havedane -n ${quoted(fishAt(command, false))} ${names.join(' ')}${fishValue(option)} -d ${quoted(option.description)}`;
    }),
  ]);
  return ['# fish completion for havedane: havedane completion fish | source', ...lines, ''].join('\n');
}

/** @param isOpen before a command of it was named */
function fishAt({ words, commands }: DescribedCommand, isOpen: boolean): string {
  const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`);
  const names = commands.map((each) => each.words.at(-1)).join(' ');
  if (words.length === 0) return '__fish_use_subcommand';
  return [...seen, ...(isOpen ? [`not __fish_seen_subcommand_from ${names}`] : [])].join('; and ');
}

function fishValue(option: DescribedOption): string {
  if (option.choices.length > 0) return ` -x -a ${quoted(option.choices.join(' '))}`;
  if (takesFile(option)) return ' -r -F';
  return takesWord(option) ? ' -x' : '';
}

/** The words that lead on from a command to one of its own. */
function pathPatterns(program: DescribedCommand): string {
  return flattened(program)
    .filter(({ words }) => words.length > 0)
    .map(({ words }) => quoted(`${words.slice(0, -1).join(' ')}/${words.at(-1) ?? ''}`))
    .join(' | ');
}

interface ValueCompletion {
  readonly choices: (words: readonly string[]) => string;
  readonly files: string;
  /** Nothing that is known here. */
  readonly other: string;
}

function valueCases(program: DescribedCommand, { choices, files, other }: ValueCompletion): string {
  return flattened(program)
    .flatMap((command) =>
      command.options
        .filter((option) => takesWord(option) || option.choices.length > 0)
        .map((option) => {
          const patterns = option.names.map((name) => quoted(`${pathOf(command)} ${name}`)).join(' | ');
          const known =
            option.choices.length > 0 ? choices(option.choices) : takesFile(option) ? files : other;
          return `    ${patterns}) ${known} ;;`;
        }),
    )
    .join('\n');
}

function wordsOf({ commands, options }: DescribedCommand): string[] {
  return [...commands.map(({ words }) => words.at(-1) ?? ''), ...options.flatMap(({ names }) => names)];
}

function pathOf({ words }: DescribedCommand): string {
  return words.join(' ');
}

/** For every one of the shells: fish alone knows a backslash between single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '').replaceAll("'", '’')}'`;
}
