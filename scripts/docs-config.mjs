/** `npm run docs:config`: writes what derives from the table of variables. A test keeps the results equal to it. */
import { readFileSync, writeFileSync } from 'node:fs';

import { build } from './lib/build.mjs';
import { main } from './lib/project.mjs';
import { done } from './lib/steps.mjs';

await main(async () => {
  await build({ quiet: true });
  const config = await import('../dist/libs/core/config/src/index.js');
  writeFileSync('.env.example', config.renderEnvExample());
  writeFileSync('docs/configuration.md', config.renderConfigurationPage());
  const compose = readFileSync('docker-compose.yml', 'utf8');
  writeFileSync(
    'docker-compose.yml',
    compose.replace(/^x-environment:.*\n(?: .*\n)+/m, config.environmentBlock()),
  );
  done('.env.example, docs/configuration.md and the environment of docker-compose.yml');
});
