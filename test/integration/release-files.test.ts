/** What a release is made of fits together: the workflows of GitHub and GitLab, the Dockerfile, the Compose file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

import { run } from '../support/run-program.js';

const WORKFLOWS = ['.github/workflows/release.yml', '.gitlab-ci.yml'];

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

describe.each(WORKFLOWS)('%s', (file) => {
  it('builds a target of the Dockerfile for every image of the Compose file, and the command alone', async () => {
    const workflow = await readFile(file, 'utf8');
    const built = /(?:target|TARGET): \[(.*)\]/.exec(workflow)?.[1]?.split(', ') ?? [];
    const targets = matches(await readFile('Dockerfile', 'utf8'), /^FROM \S+ AS (\w+)$/gm);
    expect(targets).toEqual(expect.arrayContaining(built));
    const images = matches(await readFile('docker-compose.yml', 'utf8'), /^ +image: havedane-(\w+):/gm);
    expect(new Set(built)).toEqual(new Set([...images, 'cli']));
  });

  it('calls scripts that there are', async () => {
    const workflow = await readFile(file, 'utf8');
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: object };
    const called = matches(workflow, /npm run ([\w:-]+)/g);
    expect(called.length).toBeGreaterThan(2);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(called));
    const files = matches(workflow, /node (scripts\/\S+\.mjs)/g);
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((script) => !existsSync(script))).toEqual([]);
  });
});

it('the Compose file has the lab apart from the appliance, with few rights', async () => {
  const text = await readFile('docker-compose.yml', 'utf8');
  const { services } = load(text) as { services: Record<string, Record<string, unknown>> };
  expect(services['lab']).toMatchObject({
    '<<': { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
    ...{ profiles: ['lab'], networks: ['lab'] },
    cap_add: ['NET_ADMIN', 'SETGID', 'SETPCAP', 'SETUID'],
    build: { target: 'lab' },
  });
  // It needs no setting but those without which Compose does not read the file.
  expect(services['lab']).not.toHaveProperty('environment');
  expect(matches(await readFile('docker/lab.env', 'utf8'), /^(\w+)=/gm)).toEqual(
    matches(text, /\$\{(\w+):\?/g).filter((name, index, all) => all.indexOf(name) === index),
  );
});

it('the Compose file of a release pulls every image, in this version, and builds none', async () => {
  const script = 'scripts/release-compose.mjs';
  const { code, stdout } = await run(process.execPath, [script, 'registry.example/owner', '1.2.0']);
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/^ +build:/m);
  const images = matches(stdout, /^ +image: (.*)$/gm);
  expect(images.length).toBeGreaterThan(3);
  for (const image of images) {
    expect(image).toMatch(/^registry\.example\/owner\/havedane-\w+:\$\{HAVEDANE_TAG:-1\.2\.0\}$/);
  }
});

it('the notes of a release are its section of the changelog, which has to be there', async () => {
  const notes = (version: string) => run(process.execPath, ['scripts/release-notes.mjs', version]);
  const { code, stdout } = await notes('Unreleased');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^### /);
  expect(stdout).not.toMatch(/^## /m);
  expect(await notes('99.0.0')).toMatchObject({
    ...{ code: 1, stderr: 'CHANGELOG.md has no section [99.0.0].\n' },
  });
});
