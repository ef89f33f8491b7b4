/** Whether there is room for one more message to the operator, and making it. */
import type { EntityManager } from 'typeorm';

import { networkKeys } from '#limits';

import { statement } from '../sql/statement.js';

import type { MailboxRoom, OperatorMailLimits } from './operator-mail-store.js';

/** Of the mailbox: for one client, and for each network around it, which one person may have as a whole. */
const CLIENT_SHARE = 0.1;
const NETWORK_SHARE = 0.3;

interface Usage {
  readonly messages: number;
  readonly bytes: number;
}

const SIZE = 'CAST(COALESCE(SUM("size"), 0) AS bigint)';
const selectClients = statement<Usage & { readonly client: string }>(
  () => `SELECT "client_key" AS "client", COUNT(*) AS "messages", ${SIZE} AS "bytes"
    FROM "operator_messages" WHERE "read_at" IS NULL GROUP BY "client_key"`,
);
const selectUsage = statement<Usage>(
  () => `SELECT COUNT(*) AS "messages", ${SIZE} AS "bytes" FROM "operator_messages"`,
);
const selectRead = statement<{ readonly id: number; readonly size: number }>(
  () => `SELECT "id", "size" FROM "operator_messages" WHERE "read_at" IS NOT NULL ORDER BY "id"`,
);
const deleteMessages = statement((sql) => `DELETE FROM "operator_messages" WHERE "id" ${sql.inNumbers}`);

/** What is there, of that which must not be thrown away: reading the index alone, however large the messages. */
export async function roomFor(
  manager: EntityManager,
  clientAddress: string,
  size: number,
  { maxMessages, maxBytes }: OperatorMailLimits,
): Promise<MailboxRoom> {
  const clients = await selectClients(manager, []);
  const all = sum(clients);
  if (all.messages >= maxMessages || all.bytes + size > maxBytes) return 'full';
  const isFull = networkKeys(clientAddress).some((key, level) => {
    const own = sum(clients.filter(({ client }) => networkKeys(addressOf(client))[level] === key));
    const share = level === 0 ? CLIENT_SHARE : NETWORK_SHARE;
    const isOver = own.messages >= Math.ceil(maxMessages * share) || own.bytes + size > maxBytes * share;
    // One message fits, whatever its size.
    return isOver && own.messages > 0;
  });
  return isFull ? 'client-full' : 'accepted';
}

/** The key of a client that comes by IPv6 is its /64. */
function addressOf(clientKey: string): string {
  return clientKey.replace(/\/64$/, '');
}

function sum(parts: readonly Usage[]): Usage {
  return {
    messages: parts.reduce((total, { messages }) => total + messages, 0),
    bytes: parts.reduce((total, { bytes }) => total + bytes, 0),
  };
}

/** Deletes read messages, the oldest first, until the limits hold. */
export async function evictRead(
  manager: EntityManager,
  { maxMessages, maxBytes }: OperatorMailLimits,
): Promise<void> {
  const [all = { messages: 0, bytes: 0 }] = await selectUsage(manager, []);
  let messages = all.messages - maxMessages;
  let bytes = all.bytes - maxBytes;
  if (messages <= 0 && bytes <= 0) return;
  const read = await selectRead(manager, []);
  const ids: number[] = [];
  for (const { id, size } of read) {
    if (messages <= 0 && bytes <= 0) break;
    ids.push(id);
    messages -= 1;
    bytes -= size;
  }
  await deleteMessages(manager, [JSON.stringify(ids)]);
}
