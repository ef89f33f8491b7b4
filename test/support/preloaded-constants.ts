/** Loaded before an app that tests start as a process (`node --import`): its constants are those of the environment. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type * as config from '#config';

import { projectRoot } from '../lab/project-root.js';
import { constantsIn } from './constants.js';

// Those of the programs in dist/, which have a module of their own.
const { href } = pathToFileURL(join(projectRoot(), 'dist/libs/core/config/src/index.js'));
const { CONSTANTS } = (await import(href)) as typeof config;

const changed = constantsIn(process.env);
Object.assign(CONSTANTS, changed);
for (const name of Object.keys(changed)) Reflect.deleteProperty(process.env, name);
