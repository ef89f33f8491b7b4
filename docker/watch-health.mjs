/** Healthy: the watch has looked within the last hour, which it writes down with every look. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_AGE_MS = 3_600_000;

const { mtimeMs } = await stat(join(process.env.ROLLOVER_DIR, 'watch.json'));
process.exit(Date.now() - mtimeMs < MAX_AGE_MS ? 0 : 1);
