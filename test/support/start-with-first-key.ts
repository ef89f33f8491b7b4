/** Before each file of the integration tests. */
import { startWithFirstKey } from './kept-keys.js';

startWithFirstKey();
