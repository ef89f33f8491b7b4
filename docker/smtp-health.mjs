/**
 * Healthy: the receiver greets, on the first address that it listens on, and the store can be written. Without the second it
 * answers every message with 451.
 */
import { statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

// In the image this file is not beside the program: it is run in the program's directory.
const load = createRequire(`${process.cwd()}/package.json`);
const { DATABASE_URL } = process.env;

const WILDCARDS = { '0.0.0.0': '127.0.0.1', '::': '127.0.0.1' };

/** With less than that a message may find no room, where the one page that is written here still does. */
const FULL_BELOW = 64 * 1024;

/** Writes one page, with what is there already. Rejects when that takes longer than it may, or cannot be done. */
async function writeSqlite() {
  const sqlite3 = load('sqlite3');
  const path = DATABASE_URL.replace(/^sqlite:/, '');
  const { blocks, bavail, bsize } = await statfs(dirname(path));
  // Some file systems count nothing.
  if (blocks > 0 && bavail * bsize < FULL_BELOW) throw new Error('the disk is full: free some space');
  const database = new sqlite3.Database(path, sqlite3.OPEN_READWRITE);
  const all = promisify(database.all.bind(database));
  database.configure('busyTimeout', 3000);
  await all('BEGIN IMMEDIATE');
  const [{ user_version: version }] = await all('PRAGMA user_version');
  await all(`PRAGMA user_version = ${version}`);
  await all('COMMIT');
  await promisify(database.close.bind(database))();
}

/** As for SQLite, with one row. */
async function writePostgres() {
  const { Client } = load('pg');
  const timeouts = { connectionTimeoutMillis: 3000, query_timeout: 4000, lock_timeout: 3000 };
  const client = new Client({ connectionString: DATABASE_URL, ...timeouts });
  await client.connect();
  await client.query(`UPDATE "counts" SET "stored" = "stored" WHERE "subject" = 'checks'`);
  await client.end();
}

try {
  await (DATABASE_URL.startsWith('sqlite:') ? writeSqlite() : writePostgres());
} catch (error) {
  process.stderr.write(`The store cannot be written: ${error.message}\n`);
  process.exit(1);
}

const [first] = process.env.SMTP_HOST.split(',').map((host) => host.trim());
const socket = connect({
  host: WILDCARDS[first] ?? first,
  port: Number(process.env.SMTP_PORT),
  timeout: 5000,
});
socket.on('timeout', () => process.exit(1));
socket.on('error', () => process.exit(1));
socket.once('data', (greeting) => {
  const healthy = greeting.toString().startsWith('220 ');
  socket.end('QUIT\r\n', () => process.exit(healthy ? 0 : 1));
});
