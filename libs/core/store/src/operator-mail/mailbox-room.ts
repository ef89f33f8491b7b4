/** Whether there is room for one more message to the operator, and making it. */
import type { EntityManager } from 'typeorm';

import { clientKey } from '#checks';

import type { MailboxRoom, OperatorMailLimits } from './operator-mail-store.js';

/** A client that floods leaves nine tenths to the others. */
const CLIENT_SHARE = 0.1;

interface Usage {
  readonly messages: number;
  readonly bytes: number;
}

/** What is there, of that which must not be thrown away: reading the index alone, however large the messages. */
export async function roomFor(
  manager: EntityManager,
  clientAddress: string,
  size: number,
  { maxMessages, maxBytes }: OperatorMailLimits,
): Promise<MailboxRoom> {
  const all = await usage(manager, '"read_at" IS NULL', []);
  if (all.messages >= maxMessages || all.bytes + size > maxBytes) return 'full';
  const own = await usage(manager, '"read_at" IS NULL AND "client_key" = ?', [clientKey(clientAddress)]);
  const isOverShare =
    own.messages >= Math.ceil(maxMessages * CLIENT_SHARE) || own.bytes + size > maxBytes * CLIENT_SHARE;
  // One message of each client fits, whatever its size.
  return isOverShare && own.messages > 0 ? 'client-full' : 'accepted';
}

/** Deletes read messages, the oldest first, until the limits hold. */
export async function evictRead(
  manager: EntityManager,
  { maxMessages, maxBytes }: OperatorMailLimits,
): Promise<void> {
  const all = await usage(manager, 'TRUE', []);
  let messages = all.messages - maxMessages;
  let bytes = all.bytes - maxBytes;
  if (messages <= 0 && bytes <= 0) return;
  const read: { id: number; size: number }[] = await manager.query(
    `SELECT "id", "size" FROM "operator_messages" WHERE "read_at" IS NOT NULL ORDER BY "id"`,
  );
  const ids: number[] = [];
  for (const { id, size } of read) {
    if (messages <= 0 && bytes <= 0) break;
    ids.push(id);
    messages -= 1;
    bytes -= size;
  }
  await manager.query(`DELETE FROM "operator_messages" WHERE "id" IN (SELECT "value" FROM json_each(?))`, [
    JSON.stringify(ids),
  ]);
}

async function usage(manager: EntityManager, where: string, parameters: readonly string[]): Promise<Usage> {
  const rows: Usage[] = await manager.query(
    `SELECT COUNT(*) AS "messages", TOTAL("size") AS "bytes" FROM "operator_messages" WHERE ${where}`,
    [...parameters],
  );
  return rows[0] ?? { messages: 0, bytes: 0 };
}
