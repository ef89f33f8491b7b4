/**
 * The baseline for creating a check: an HTTP server that writes and syncs as many octets as the store does for one commit,
 * and answers the same. Arguments: the directory to write in, the file that holds the answer. Logs its port.
 */
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const [directory = '', answerFile = ''] = process.argv.slice(2);

/** Four pages with their headers, as SQLite appends them to its log (WAL) for a check. */
const COMMIT = Buffer.alloc(4 * (4096 + 24), 1);
/** As long as SQLite lets its log become before it begins anew. */
const LOG_OCTETS = 1000 * 4096;

const answer = await readFile(answerFile);
const log = await open(join(directory, 'bare-commits'), 'w');
let position = 0;
let last = Promise.resolve();

/** One commit after the other. */
function commit(): Promise<void> {
  last = last.then(async () => {
    await log.write(COMMIT, 0, COMMIT.length, position);
    // Not datasync: SQLite as sqlite3 builds it asks for all of it.
    await log.sync();
    position = (position + COMMIT.length) % LOG_OCTETS;
  });
  return last;
}

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    void commit().then(() => {
      response.writeHead(201, { 'content-type': 'application/json' }).end(answer);
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'listening', port: (server.address() as AddressInfo).port }));
});
process.once('SIGTERM', () => process.exit(0));
