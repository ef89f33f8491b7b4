import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { projectRoot } from '../lab/project-root.js';

/** The option of Node, also for NODE_OPTIONS, by which an app takes its constants from the environment. */
export function preloadConstants(): string {
  return `--import=${pathToFileURL(join(projectRoot(), 'build/test/support/preloaded-constants.js')).href}`;
}
