import { guidesOf } from '../../fix-guide.js';
import { SYSTEM_NAMES } from '../names.js';
import { hosted } from './hosted.js';
import { modern } from './modern.js';
import { unix } from './unix.js';

export const DUTCH_FIXES = guidesOf(SYSTEM_NAMES, { ...unix, ...modern, ...hosted });
