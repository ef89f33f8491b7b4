/** The documents that derive from the table of variables: `.env.example` and docs/configuration.md. */
import { COMPOSE_VARIABLES, inAppliance } from './appliance.js';
import { VARIABLES, type Variable, type VariableName } from './variables.js';

export function renderEnvExample(): string {
  return [
    '# Every variable of HaveDane. Copy this file to .env; `npm start` and docker-compose.yml read that.',
    '# An empty variable counts as unset. Made by `npm run docs:config`.',
    ...sections().flatMap(([section, variables]) => [
      '',
      `# ── ${section}`,
      ...variables.flatMap(([name, variable]) => ['', ...envEntry(name, variable)]),
    ]),
    '',
    '# ── Read by docker-compose.yml only',
    ...Object.entries(COMPOSE_VARIABLES).flatMap(([name, { sentence, default: value }]) => [
      '',
      ...commented(sentence),
      `# Default: ${value || 'empty'}`,
      `#${name}=`,
    ]),
    '',
  ].join('\n');
}

function envEntry(name: VariableName, { sentence, default: value }: Variable<unknown>): string[] {
  const appliance = inAppliance(name);
  const comments = [...commented(sentence), `# Default: ${value === '' ? 'empty' : value}`];
  switch (appliance?.kind) {
    case undefined:
    case 'secret':
      return [...comments, `#${name}=`];
    case 'required':
      return [
        ...comments,
        `# Required in the Compose appliance, for example ${appliance.example}`,
        `${name}=`,
      ];
    case 'default':
      return [...comments, `# In the Compose appliance: ${appliance.value}`, `#${name}=`];
    case 'derived':
    case 'fixed':
      return [...comments, '# Set by the Compose appliance itself.', `#${name}=`];
  }
}

/** In lines of at most 120 characters. */
function commented(sentence: string): string[] {
  return sentence.match(/\S.{0,117}(?= |$)/g)?.map((line) => `# ${line}`) ?? [];
}

export function renderConfigurationPage(): string {
  return [
    '# Configuration',
    '',
    'Everything is configured by environment variables; a file `.env` in the project folder is read by `npm start`, by',
    'the npm commands and by Docker Compose. All problems are reported together at start, and values are never printed.',
    'An empty variable counts as unset.',
    '',
    'This page and `.env.example` are made from `libs/core/config/src/variables.ts` by `npm run docs:config`.',
    ...sections().flatMap(([section, variables]) => [
      '',
      `## ${section}`,
      '',
      '| Variable | Default | In the Compose appliance | Meaning |',
      '| --- | --- | --- | --- |',
      ...variables.map(
        ([name, { default: value, sentence }]) =>
          `| \`${name}\` | ${code(value)} | ${applianceCell(name)} | ${sentence} |`,
      ),
    ]),
    '',
    '## Read by docker-compose.yml only',
    '',
    '| Variable | Default | Meaning |',
    '| --- | --- | --- |',
    ...Object.entries(COMPOSE_VARIABLES).map(
      ([name, { default: value, sentence }]) => `| \`${name}\` | ${code(value)} | ${sentence} |`,
    ),
    '',
  ].join('\n');
}

function applianceCell(name: VariableName): string {
  const appliance = inAppliance(name);
  switch (appliance?.kind) {
    case undefined:
      return '';
    case 'secret':
      return `in ${appliance.containers.map((name) => `\`${name}\``).join(' and ')} alone`;
    case 'required':
      return 'must be set';
    case 'derived':
      return `that of \`${appliance.from}\``;
    case 'default':
      return code(appliance.value);
    case 'fixed':
      return `always ${code(appliance.value)}`;
  }
}

function code(value: string): string {
  return value === '' ? '' : `\`${value}\``;
}

type Entry = readonly [VariableName, Variable<unknown>];

function sections(): (readonly [string, readonly Entry[]])[] {
  const entries = Object.entries(VARIABLES) as Entry[];
  const names = [...new Set(entries.map(([, { section }]) => section))];
  return names.map((section) => [section, entries.filter(([, variable]) => variable.section === section)]);
}
