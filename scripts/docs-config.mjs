/** `npm run docs:config`: writes what derives from the table of variables, from that of scenarios and from the fix guides and help texts. A test keeps the results equal to them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { build } from './lib/build.mjs';
import { main } from './lib/project.mjs';
import { done } from './lib/steps.mjs';

await main(async () => {
  await build({ quiet: true });
  const config = await import('../build/libs/core/config/src/index.js');
  writeFileSync('.env.example', config.renderEnvExample());
  writeFileSync('docs/configuration.md', config.renderConfigurationPage());
  const compose = readFileSync('docker-compose.yml', 'utf8');
  writeFileSync(
    'docker-compose.yml',
    compose.replace(/^x-environment:.*\n(?: .*\n)+/m, config.environmentBlock()),
  );
  const { withSnippets } = await import('../build/libs/core/caddy/src/index.js');
  writeFileSync('Caddyfile', withSnippets(readFileSync('Caddyfile', 'utf8')));
  const words = await import('../build/libs/core/words/src/index.js');
  mkdirSync('docs/fix', { recursive: true });
  for (const [name, text] of words.fixDocuments()) writeFileSync(`docs/fix/${name}`, text);
  for (const [name, text] of words.helpDocuments()) writeFileSync(`docs/${name}`, text);
  done(
    '.env.example, docs/configuration.md and the environment of docker-compose.yml, the names and policies in the Caddyfile, docs/fix, docs/faq.md, docs/glossary.md',
  );
});
