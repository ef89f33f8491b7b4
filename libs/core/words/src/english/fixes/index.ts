import { type FixTexts, guidesOf } from '../../fix-guide.js';
import { SYSTEM_NAMES } from '../names.js';
import { hosted } from './hosted.js';
import { modern } from './modern.js';
import { unix } from './unix.js';

const texts: FixTexts = { ...unix, ...modern, ...hosted };

export const FIXES = guidesOf(SYSTEM_NAMES, texts);
