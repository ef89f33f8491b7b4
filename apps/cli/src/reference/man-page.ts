/** The man page, in the macros of man(7). */
import { exitCodesOf, hasOwnExitCodes } from '../exit-codes.js';
import { type DescribedCommand, type DescribedOption, flattened } from './command-tree.js';

export function manPage(program: DescribedCommand, version: string): string {
  const commands = flattened(program).filter(({ words }) => words.length > 0);
  return [
    `.TH HAVEDANE 1 "" "HaveDane ${escaped(version)}" "User Commands"`,
    '.SH NAME',
    `havedane \\- ${escaped('test whether mail servers send and receive securely with DANE')}`,
    '.SH SYNOPSIS',
    '.B havedane',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    escaped(`${program.description}.`),
    'What is not an option is read from environment variables; docs/configuration.md lists them.',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    'Every command uses these; those above with further codes list them.',
    ...exitCodesOf('').flatMap(([code, meaning]) => ['.TP', `.B ${code}`, escaped(meaning)]),
    '.SH SEE ALSO',
    escaped('posttls-finger(1), openssl-s_client(1), RFC 7672, RFC 7671, RFC 6698'),
    '',
  ].join('\n');
}

function commandLines({ words, description, arguments: args, options }: DescribedCommand): string[] {
  const name = words.join(' ');
  return [
    `.SS "havedane ${escaped([name, ...args.map((each) => each.name)].join(' '))}"`,
    escaped(`${description}.`),
    ...args.flatMap((each) => ['.TP', `.I ${escaped(each.name)}`, escaped(each.description)]),
    ...options.filter(({ names }) => !names.includes('--help')).flatMap(optionLines),
    ...(hasOwnExitCodes(name) ? exitLines(name) : []),
  ];
}

function optionLines({ names, value, description, choices, byDefault }: DescribedOption): string[] {
  const more = [
    ...(choices.length > 0 ? [`one of ${choices.join(', ')}`] : []),
    ...(byDefault === null ? [] : [`default: ${byDefault}`]),
  ];
  const text = more.length === 0 ? description : `${description} (${more.join('; ')})`;
  const flags = names.map((name) => `\\fB${escaped(name)}\\fR`).join(', ');
  return ['.TP', flags + (value === '' ? '' : ` \\fI${escaped(value)}\\fR`), escaped(text)];
}

function exitLines(name: string): string[] {
  const codes = exitCodesOf(name).map(([code, meaning]) => `${code} ${meaning}`);
  return ['.PP', escaped(`Exit status: ${codes.join('; ')}.`)];
}

/** For troff: no request begins with the text, and a hyphen stays one that can be copied (groff_char(7)). */
function escaped(text: string): string {
  const safe = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/\s+/g, ' ')
    .replace(
      /[^ -~]/gu,
      (sign) => `\\[u${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}
