/** For tests: what they import says its texts in English. */
import { ENGLISH_RECEIVING, ENGLISH_SENDING } from '#words';

import { speak } from './texts.js';

speak({ ...ENGLISH_SENDING, ...ENGLISH_RECEIVING });
