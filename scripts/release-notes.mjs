/** Prints the section of a version in CHANGELOG.md: `node scripts/release-notes.mjs 1.2.0`. Fails when there is none. */
import { readFileSync } from 'node:fs';

const [version = ''] = process.argv.slice(2);
const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const section = changelog.split(/^## /m).find((text) => text.startsWith(`[${version}]`));
if (version === '' || section === undefined) {
  process.stderr.write(`CHANGELOG.md has no section [${version}].\n`);
  process.exit(1);
}
process.stdout.write(`${section.slice(section.indexOf('\n')).trim()}\n`);
