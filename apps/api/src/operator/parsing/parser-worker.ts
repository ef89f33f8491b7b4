/** The thread that parses, as `ParserThread` starts it. */
import { parentPort } from 'node:worker_threads';

import { localParser } from './local-parser.js';
import { serveParser } from './serve-parser.js';

if (parentPort === null) throw new Error('this module runs in a worker thread only');
serveParser(parentPort, localParser);
