/** `npm run certs`, `dns`, `migrate`, `try`, `lab`, `bench`: a program of dist/, installed and built when needed, with the variables of `.env`. */
import { spawnSync } from 'node:child_process';

import { build } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { loadEnvironment, main } from './lib/project.mjs';

await main(async () => {
  loadEnvironment();
  await installDependencies({ quiet: true });
  await build({ quiet: true });
  const command = ['--enable-source-maps', ...process.argv.slice(2)];
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status ?? 1;
});
