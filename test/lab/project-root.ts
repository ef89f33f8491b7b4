import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of package.json: this file is run from its source and from dist/. */
export function projectRoot(): string {
  let directory = import.meta.dirname;
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`No package.json above ${import.meta.dirname}`);
    directory = parent;
  }
  return directory;
}
