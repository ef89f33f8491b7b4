/** Loaded before an app that tests start as a process (`node --import`): its constants are those of the environment. */
import type * as config from '#config';

import { constantsIn } from './constants.js';
import { moduleOfPrograms } from './preload.js';

const { CONSTANTS } = await moduleOfPrograms<typeof config>('libs/core/config/src/index.js');

const changed = constantsIn(process.env);
Object.assign(CONSTANTS, changed);
for (const name of Object.keys(changed)) Reflect.deleteProperty(process.env, name);
