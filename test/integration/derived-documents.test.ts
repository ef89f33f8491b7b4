/** What derives from the table of variables is committed, and equal to it; `npm run docs:config` makes it so. */
import { readFile, readdir } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import type { Option } from 'commander';

import { EXIT_CODES, exitCodesOf } from '../../apps/cli/src/exit-codes.js';
import { probeOptions } from '../../apps/cli/src/probe/probe-options.js';
import { rolloverOptions } from '../../apps/cli/src/rollover/rollover-options.js';
import { watchOptions } from '../../apps/cli/src/rollover/watch/watch-options.js';
import { testOptions } from '../../apps/cli/src/sending/test-options.js';
import { withSnippets } from '#caddy';
import { publicNames } from '#checks';
import { CONSTANTS, environmentBlock, renderConfigurationPage, renderEnvExample, SUPERSEDED } from '#config';
import { SCENARIOS } from '#scenarios';
import { fixDocuments, helpDocuments } from '#words';

function committed(name: string): Promise<string> {
  return readFile(new URL(`../../${name}`, import.meta.url), 'utf8');
}

describe('the table of variables', () => {
  it('makes .env.example', async () => {
    expect(await committed('.env.example')).toBe(renderEnvExample());
  });

  it('makes docs/configuration.md', async () => {
    expect(await committed('docs/configuration.md')).toBe(renderConfigurationPage());
  });

  it('makes the environment of docker-compose.yml', async () => {
    expect(await committed('docker-compose.yml')).toContain(environmentBlock());
  });

  it('names every variable that docker-compose.yml reads', async () => {
    const example = await committed('.env.example');
    const explained = new Set([...example.matchAll(/^#?([A-Z0-9_]+)=$/gm)].map(([, name]) => name));
    const read = [...(await committed('docker-compose.yml')).matchAll(/\$\{([A-Z0-9_]+)/g)];
    const unexplained = read.flatMap(([, name = '']) => (explained.has(name) ? [] : [name]));
    // Of those that have no effect any more it reads whether they are set.
    expect(unexplained).toEqual(Object.keys({ ...CONSTANTS, ...SUPERSEDED }));
  });
});

describe('the table of scenarios', () => {
  it('makes the sites of the Caddyfile, and the policies that it has itself', async () => {
    expect(await committed('Caddyfile')).toBe(withSnippets(await committed('Caddyfile')));
  });

  it('says how many certificates docs/host.md speaks of', async () => {
    const names = new Set(SCENARIOS.flatMap((scenario) => publicNames(scenario, 'dane.test')));
    expect(await committed('docs/host.md')).toContain(`Caddy then gets ${names.size} certificates`);
    // Of Let's Encrypt for a registered domain in a week, with that of the page.
    expect(names.size + 1).toBeLessThanOrEqual(50);
  });
});

describe('the fix guides', () => {
  it('make docs/fix, and nothing else is there', async () => {
    const names = [...fixDocuments().keys()].sort();
    expect((await readdir(new URL('../../docs/fix', import.meta.url))).sort()).toEqual(names);
    for (const [name, text] of fixDocuments()) expect(await committed(`docs/fix/${name}`), name).toBe(text);
  });
});

describe('the help texts', () => {
  it.each([...helpDocuments()])('make docs/%s', async (name, text) => {
    expect(await committed(`docs/${name}`)).toBe(text);
  });
});

describe('the options of a command, as its --help lists them', () => {
  it.each<[string, () => readonly Option[]]>([
    ['docs/probe.md', probeOptions],
    ['docs/rollover.md', rolloverOptions],
    ['docs/test.md', testOptions],
    ['docs/watch.md', watchOptions],
  ])('are listed in %s', async (page, options) => {
    const rows = options().map(({ flags, description, defaultValueDescription = '', defaultValue }) => {
      const byDefault = defaultValueDescription || (typeof defaultValue === 'string' ? defaultValue : '');
      return `| \`${flags}\` | ${description} | ${byDefault} |`.replace(/ +\|/g, ' |');
    });
    const documented = (await committed(page))
      .split('\n')
      .filter((line) => line.startsWith('| `-'))
      .map((line) => line.replace(/ +\|/g, ' |'));
    expect(documented).toEqual(rows);
  });
});

it('the exit codes are in docs/cli.md as --help and the man page have them', async () => {
  const rows = Object.keys(EXIT_CODES).map((command) => {
    const meanings = new Map(exitCodesOf(command));
    return `| \`${command}\` | ${[0, 1, 3].map((code) => meanings.get(code) ?? '').join(' | ')} |`;
  });
  const documented = (await committed('docs/cli.md'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replace(/ +\|/g, ' |'));
  expect(documented).toEqual(rows.map((row) => row.replace(/ +\|/g, ' |')));
});
