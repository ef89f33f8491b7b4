import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { projectRoot } from '../lab/project-root.js';

/** The option of Node, also for NODE_OPTIONS, by which an app is another one before its own modules are loaded. */
export function preload(name: 'preloaded-constants' | 'preloaded-few-scenarios'): string {
  return `--import=${addressOf(`build/test/support/${name}.js`)}`;
}

/** A module of the programs in dist/, which have copies of their own. */
export async function moduleOfPrograms<Module>(path: string): Promise<Module> {
  return (await import(addressOf(join('dist', path)))) as Module;
}

function addressOf(path: string): string {
  return pathToFileURL(join(projectRoot(), path)).href;
}
