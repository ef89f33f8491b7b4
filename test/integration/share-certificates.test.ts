/** What Caddy's container gives to the receiver and the API: a copy of some certificates, with nothing else of its storage. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { publicNames } from '#checks';
import { SCENARIOS } from '#scenarios';

import { Daemon } from '../lab/daemon.js';
import { projectRoot } from '../lab/project-root.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const DOMAIN = 'havedane.test';
const NAMES = SCENARIOS.flatMap((scenario) => publicNames(scenario, DOMAIN));
const OTHERS = [
  `certificates/acme/${DOMAIN}/${DOMAIN}.key`,
  'acme/acme/users/default/default.key',
  'pki/authorities/local/root.key',
  `certificates/acme/www.${DOMAIN}/www.${DOMAIN}.key`,
];

it('copies the certificates under MTA-STS, as they are now, and no other key', async () => {
  const [from, to] = [await tempDirOfTest(), await tempDirOfTest()];
  const keep = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(from, path)), { recursive: true });
    await writeFile(join(from, path), text);
  };
  const shared = NAMES.flatMap((name) =>
    ['crt', 'key'].map((end) => `certificates/acme/${name}/${name}.${end}`),
  );
  for (const path of [...OTHERS, ...shared]) await keep(path, 'first');
  const script = join(projectRoot(), 'docker/share-certificates.sh');
  const command = [script, from, to, '0.1'];
  const daemon = Daemon.start({ name: 'share-certificates', command, cwd: from });
  onTestFinished(async () => void (await daemon.stop()));
  const copies = async () =>
    (await readdir(to, { recursive: true })).filter((path) => /\.(?:crt|key)$/.test(path)).toSorted();
  await expect.poll(copies).toEqual(shared.toSorted());

  const [renewed = ''] = shared;
  await keep(renewed, 'next');
  await expect.poll(() => readFile(join(to, renewed), 'utf8')).toBe('next');
  expect(await copies()).toEqual(shared.toSorted());
});
