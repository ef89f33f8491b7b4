/**
 * `npm run bench -- --scale`: what several processes and PostgreSQL cost beside one and SQLite. With `--watchers N` so many sockets
 * watch, `--only sessions,requests,watchers,checks` takes these.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { makeCertificates } from '../../support/made-certificates.js';
import { printTable, type Row } from '../table.js';
import { postgres, sqlite } from './databases.js';
import { requestRows } from './requests.js';
import { sessionRows } from './sessions.js';
import { storedChecksRows } from './stored-checks.js';
import { watcherRows } from './watchers.js';

/** As many as the two APIs of compose.scale.yml admit. */
const WATCHERS = '10000';

export async function measureScale(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'boolean' },
      watchers: { type: 'string', default: WATCHERS },
      only: { type: 'string', default: 'sessions,requests,watchers,checks' },
    },
  });
  const only = values.only.split(',');
  const directory = await mkdtemp(join(tmpdir(), 'havedane-scale-'));
  const certsDir = await makeCertificates();
  const databases = [await sqlite(directory), await postgres()] as const;
  const rows: Row[] = [];
  try {
    if (only.includes('sessions')) rows.push(...(await sessionRows(...databases, certsDir)));
    if (only.includes('requests')) rows.push(...(await requestRows(databases[1], certsDir)));
    if (only.includes('watchers'))
      rows.push(...(await watcherRows(databases[1], certsDir, Number(values.watchers))));
    if (only.includes('checks')) {
      for (const database of databases) rows.push(...(await storedChecksRows(database)));
    }
    printTable(rows);
  } finally {
    for (const database of databases) await database.close();
    await rm(directory, { recursive: true, force: true });
    await rm(certsDir, { recursive: true, force: true });
  }
}
