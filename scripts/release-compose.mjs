/**
 * Prints the Compose file of a release: that of the repository, with the images of a registry instead of what is built. It works
 * without a checkout, beside an `.env`.
 *
 *   node scripts/release-compose.mjs REGISTRY TAG     such as ghcr.io/owner 1.2.0
 */
import { readFileSync } from 'node:fs';

const [registry, tag] = process.argv.slice(2);
if (!registry || !tag) {
  process.stderr.write('usage: node scripts/release-compose.mjs REGISTRY TAG\n');
  process.exit(2);
}
const compose = readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8');
process.stdout.write(
  compose
    .replace(/^ +build: .*\n/gm, '')
    .replace(
      /^( +image: )(havedane-\w+):\$\{HAVEDANE_TAG:-latest\}$/gm,
      `$1${registry}/$2:\${HAVEDANE_TAG:-${tag}}`,
    ),
);
