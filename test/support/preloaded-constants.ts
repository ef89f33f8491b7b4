/** Loaded before an app that tests start as a process (`node --import`): its constants are those of the environment. */
import { CONSTANTS } from '#config';

import { constantsIn } from './constants.js';

const changed = constantsIn(process.env);
Object.assign(CONSTANTS, changed);
for (const name of Object.keys(changed)) Reflect.deleteProperty(process.env, name);
