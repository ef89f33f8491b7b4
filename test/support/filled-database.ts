/** A SQLite store in which every table has rows and every column a value, and more rows than are moved together. */
import { join } from 'node:path';

import { migrateStore } from '#store';

import { executeSql } from './raw-database.js';
import { tempDirOfTest } from './temp-dir.js';

const NUMBERS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)';
/** Text as strangers send it: PostgreSQL holds no NUL. */
const ODD = `'a' || char(0) || 'é😀' || char(10) || '\\u0000'`;
const EXPIRES_AT = 4_102_444_800_000;

export const FILLED = {
  checks: 1_100,
  releases: 2,
  observations: 1_101,
  probes: 3,
  operator_messages: 6,
  tls_reports: 2,
  check_reports: 2,
  report_attempts: 1,
} as const;

/** Of the check with every kind of row. */
export const FILLED_TOKEN = '000000000001';
/** Deleted rows had higher ids than those that are there. */
export const HIGHEST_ID = 9_000;

export async function filledDatabase(): Promise<{ readonly engine: 'sqlite'; readonly path: string }> {
  const database = { engine: 'sqlite', path: join(await tempDirOfTest(), 'store.sqlite3') } as const;
  await migrateStore(database);
  await executeSql(
    database.path,
    `INSERT INTO "checks" ${NUMBERS} SELECT printf('%012d', i), i, ${EXPIRES_AT}, i % 2, 3, 1, NULL FROM n;
     INSERT INTO "releases" VALUES ('${FILLED_TOKEN}', 'wrong', 5, 6, 7), ('${FILLED_TOKEN}', 'ta', 5, NULL, NULL);
     INSERT INTO "observations" ("id", "token", "at", "kind", "scenario", "client_address", "detail")
       ${NUMBERS} SELECT 2 * i, CASE WHEN i % 3 = 0 THEN NULL ELSE printf('%012d', i) END, i, 'delivered', 'do', '192.0.2.1', 'x' FROM n;
     INSERT INTO "observations" ("id", "token", "at", "kind", "scenario", "client_address", "client_key", "client_name", "tls_version",
         "tls_cipher", "tls_server_name", "detail", "session", "client_port", "session_end", "alert", "certificate",
         "since_certificate_ms", "reached", "reply", "timing", "mail_from", "recipient", "message_id", "size",
         "query_name", "query_type", "query_dnssec_ok", "query_transport", "query_resolver_port")
       VALUES (6001, '${FILLED_TOKEN}', 9, 'refused', 'wrong', '2001:db8::1', '2001:db8::/64', ${ODD}, 'TLSv1.3', 'AES', 'a.example', 'all of it',
         's', 25, 'quit', 'bad_certificate', 'leaf', 12, 'nothing', '550 no', '{"connectedAt":1,"ehlo":1}', '', 'a@example.org', '<1@x>', 0,
         'x.example', 'TLSA', 1, 'udp', 53);
     INSERT INTO "probes" VALUES ('p1', 'example.org', 1, NULL, 'running', NULL, 9), ('p2', 'example.net', 1, 2, 'done', x'00ff0a', 9),
       ('p3', 'example.com', 1, 2, 'failed', x'', NULL);
     INSERT INTO "operator_messages" ("received_at", "client_address", "client_key", "client_name", "tls_version", "mail_from", "recipients",
         "purpose", "read_at", "attempts", "due_at", "problem", "unfinished", "size", "content")
       ${NUMBERS} SELECT i, '192.0.2.1', '192.0.2.1', ${ODD}, 'TLSv1.3', '', '["a@b"]', 'mail', 3, 4, 5, 'why', 1, 4, x'00ff0d0a' FROM n WHERE i <= 6;
     INSERT INTO "tls_reports" ("received_at", "source", "client_address", "origin", "dkim", "signed_by", "dkim_reason", "problem",
         "organization", "report_id", "contact", "start_at", "end_at", "successes", "failures", "policies", "raw")
       VALUES (1, 'mail', '192.0.2.1', 'example.org', 'pass', 'example.org', 'r', NULL, 'Org', 'id', 'c', 1, 2, 3, 4, '[]', NULL),
         (1, 'https', '192.0.2.1', '192.0.2.0/24', 'none', NULL, NULL, 'bad', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, x'00');
     INSERT INTO "check_reports" ("token", "received_at", "matched_by", "source", "signed_by", "organization", "report_id", "start_at", "end_at", "sessions")
       VALUES ('${FILLED_TOKEN}', 1, 'token', 'mail', 'example.org', ${ODD}, 'id', 1, 2, '[]'),
         ('${FILLED_TOKEN}', 1, 'address', 'https', NULL, 'Org', 'id', 1, 2, '[]');
     INSERT INTO "report_attempts" VALUES ('00ff', 2, 3);
     UPDATE "sqlite_sequence" SET "seq" = ${HIGHEST_ID} WHERE "name" = 'observations';`,
  );
  return database;
}
