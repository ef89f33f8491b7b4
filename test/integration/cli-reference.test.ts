/** The completions in the shells themselves, and the man page by groff: both are made from the commands and their options. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { describeCommand, flattened } from '../../apps/cli/src/reference/command-tree.js';
import { createProgram } from '../../apps/cli/src/program.js';
import { BANNED } from '../support/banned-words.js';
import { runCommandLine } from '../support/run-command-line.js';
import { tempDirOfTest } from '../support/temp-dir.js';

async function scriptFor(shell: string): Promise<string> {
  const file = join(await tempDirOfTest(), `havedane.${shell}`);
  const { code, stdout, stderr } = await runCommandLine(['completion', shell], {});
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await writeFile(file, stdout);
  return file;
}

function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** What is offered after the words, the last of which is unfinished. */
const CASES: readonly [words: readonly string[], expected: readonly string[]][] = [
  [['te'], ['test']],
  [
    ['rollover', ''],
    ['plan', 'run', 'status'],
  ],
  [['rollover', 'run', '--dry'], ['--dry-run']],
  [
    ['test', '--level', ''],
    ['quick', 'standard', 'full'],
  ],
  [['test', '--wait', '5m', '--le'], ['--level']],
  [['completion', '--he'], ['--help']],
];

describe('havedane completion', () => {
  it.each(CASES)('bash: %j', async (words, expected) => {
    const line = ['havedane', ...words].map((word) => `'${word}'`).join(' ');
    const script = `source '${await scriptFor('bash')}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _havedane; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const offered = output('bash', ['--norc', '-uc', script]).trim().split('\n');
    expect(offered).toEqual(expect.arrayContaining([...expected]));
    expect(offered.every((word) => word.startsWith(words.at(-1) ?? ''))).toBe(true);
  });

  it('zsh reads it', async () => {
    const file = await scriptFor('zsh');
    output('zsh', ['-fnc', `source '${file}'`]);
    expect(
      output('zsh', [
        '-fc',
        `autoload -U compinit; compinit -D -u; source '${file}'; echo $_comps[havedane]`,
      ]),
    ).toBe('_havedane\n');
  });

  it.each(CASES)('fish: %j', async (words, expected) => {
    const line = ['havedane', ...words].join(' ');
    const script = `source '${await scriptFor('fish')}'; complete -C '${line}'`;
    const offered = output('fish', ['--no-config', '-c', script]).trim().split('\n');
    expect(offered.map((each) => each.split('\t')[0])).toEqual(expect.arrayContaining([...expected]));
  });

  it('says which shells there are', async () => {
    const { code, stderr } = await runCommandLine(['completion', 'tcsh'], {});
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are bash, zsh, fish');
  });
});

describe('havedane man', () => {
  let page: string;
  beforeAll(async () => {
    page = (await runCommandLine(['man'], {})).stdout;
  });

  it('is a page without a warning of groff, 80 columns wide', async () => {
    const file = join(await tempDirOfTest(), 'havedane.1');
    await writeFile(file, page);
    const text = output('groff', ['-man', '-Tutf8', '-ww', '-rLL=80n', '-P-c', file]);
    expect(
      Math.max(
        ...text
          .replace(/.\u0008/g, '')
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  it('has no banned word', () => {
    expect(page.split('\n').filter((line) => BANNED.test(line))).toEqual([]);
  });

  it('has every command with every option', async () => {
    const program = await createProgram({ code: 0, misuse: 2 }, []);
    const commands = flattened(describeCommand(program)).filter(({ words }) => words.length > 0);
    expect(commands.length).toBeGreaterThan(20);
    for (const { words, options } of commands) {
      const [, section = ''] = page.split(`.SS "havedane ${words.join(' ')}`);
      for (const name of options.flatMap(({ names }) => names).filter((each) => !/^-h|^--help/.test(each))) {
        expect(section.split('\n.SS ')[0], `${words.join(' ')} ${name}`).toContain(
          `\\fB${name.replaceAll('-', '\\-')}\\fR`,
        );
      }
    }
  });
});
