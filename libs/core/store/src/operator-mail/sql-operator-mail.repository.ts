import { In, type EntityManager } from 'typeorm';

import { clientKey } from '#checks';

import { OperatorMessageEntity } from './operator-message.entity.js';
import { evictRead, roomFor } from './mailbox-room.js';
import type {
  MailboxRoom,
  NewOperatorMessage,
  OperatorMailLimits,
  OperatorMailPurpose,
  OperatorMailRepository,
  OperatorMailTotals,
  OperatorMessage,
  OperatorMessageSummary,
} from './operator-mail-store.js';
import type { ReadAccess } from '../engine/read-access.js';
import type { WriteQueue } from '../engine/write-queue.js';

/** Real headers are shorter. */
const HEAD_BYTES = 16_384;

export class SqlOperatorMailRepository implements OperatorMailRepository {
  constructor(
    private readonly reads: ReadAccess,
    private readonly writes: WriteQueue,
  ) {}

  room(clientAddress: string, size: number, limits: OperatorMailLimits): Promise<MailboxRoom> {
    return this.reads.run((manager) => roomFor(manager, clientAddress, size, limits));
  }

  keep(message: NewOperatorMessage, limits: OperatorMailLimits): Promise<MailboxRoom> {
    const { content, recipients, ...fields } = message;
    return this.writes.run(async (manager) => {
      const room = await roomFor(manager, message.clientAddress, content.length, limits);
      if (room !== 'accepted') return room;
      await manager.insert(OperatorMessageEntity, {
        ...fields,
        clientKey: clientKey(message.clientAddress),
        recipients: JSON.stringify(recipients),
        dueAt: message.receivedAt,
        size: content.length,
        content: Buffer.from(content),
      });
      await evictRead(manager, limits);
      return room;
    });
  }

  async list(): Promise<OperatorMessageSummary[]> {
    const rows: (Omit<OperatorMessageEntity, 'content'> & { head: Buffer })[] = await this.reads.run(
      (manager) => {
        const columns = columnsOf(manager).filter(({ propertyName }) => propertyName !== 'content');
        const selected = columns.map(
          ({ databaseName, propertyName }) => `"${databaseName}" AS "${propertyName}"`,
        );
        return manager.query(
          `SELECT ${selected.join(', ')}, SUBSTR("content", 1, ${HEAD_BYTES}) AS "head" FROM "operator_messages" ORDER BY "id"`,
        );
      },
    );
    return rows.map(({ clientKey: _key, recipients, ...row }) => ({ ...row, recipients: parse(recipients) }));
  }

  async find(id: number): Promise<OperatorMessage | null> {
    const row = await this.reads.run((manager) => manager.findOneBy(OperatorMessageEntity, { id }));
    return row === null ? null : fromRow(row);
  }

  async markRead(id: number, now: number): Promise<void> {
    await this.writes.run((manager) => manager.update(OperatorMessageEntity, { id }, { readAt: now }));
  }

  async delete(ids: readonly number[]): Promise<number> {
    if (ids.length === 0) return 0;
    const result = await this.writes.run((manager) =>
      manager.delete(OperatorMessageEntity, { id: In([...ids]) }),
    );
    return result.affected ?? 0;
  }

  async takeDue(
    purposes: readonly OperatorMailPurpose[],
    now: number,
    dueAgainAt: number,
    exceptClients: readonly string[] = [],
  ): Promise<OperatorMessage | null> {
    const next = (manager: EntityManager) => nextDue(manager, purposes, now, exceptClients);
    // Asked first without a transaction: mostly there is nothing to do.
    if ((await this.reads.run(next)) === null) return null;
    return this.writes.run(async (manager) => {
      const row = await next(manager);
      if (row === null) return null;
      const changes = { attempts: row.attempts + 1, unfinished: row.unfinished + 1, dueAt: dueAgainAt };
      await manager.update(OperatorMessageEntity, { id: row.id }, changes);
      return { ...fromRow(row), ...changes };
    });
  }

  async settle(
    id: number,
    outcome: Partial<Pick<OperatorMessage, 'dueAt' | 'problem' | 'purpose' | 'attempts' | 'unfinished'>>,
  ): Promise<void> {
    await this.writes.run((manager) =>
      manager.update(OperatorMessageEntity, { id }, { unfinished: 0, ...outcome }),
    );
  }

  async totals(): Promise<OperatorMailTotals> {
    const rows: OperatorMailTotals[] = await this.reads.run((manager) =>
      manager.query(
        `SELECT COUNT(*) AS "messages", COUNT(*) - COUNT("read_at") AS "unread", CAST(COALESCE(SUM("size"), 0) AS bigint) AS "bytes"
         FROM "operator_messages"`,
      ),
    );
    return rows[0] ?? { messages: 0, unread: 0, bytes: 0 };
  }
}

function nextDue(
  manager: EntityManager,
  purposes: readonly OperatorMailPurpose[],
  now: number,
  exceptClients: readonly string[],
): Promise<OperatorMessageEntity | null> {
  const due = manager
    .createQueryBuilder(OperatorMessageEntity, 'm')
    .where('m.dueAt <= :now AND m.purpose IN (:...purposes)', { now, purposes });
  if (exceptClients.length > 0) due.andWhere('m.clientKey NOT IN (:...exceptClients)', { exceptClients });
  return due.orderBy('m.dueAt').addOrderBy('m.id').limit(1).getOne();
}

function columnsOf(manager: EntityManager) {
  return manager.connection.getMetadata(OperatorMessageEntity).columns;
}

function fromRow({
  clientKey: _key,
  size: _size,
  recipients,
  ...row
}: OperatorMessageEntity): OperatorMessage {
  return { ...row, recipients: parse(recipients) };
}

function parse(recipients: string): string[] {
  return JSON.parse(recipients) as string[];
}
