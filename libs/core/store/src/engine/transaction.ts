import type { DataSource, EntityManager } from 'typeorm';

/** @param begin the statements that begin a transaction which no other write transaction overlaps */
export async function inTransaction<T>(
  dataSource: DataSource,
  begin: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(begin);
    const result = await work(runner.manager);
    await runner.query('COMMIT');
    return result;
  } catch (error) {
    // Some failures (a full disk, a lost connection) have already rolled back; the first error is the one to tell.
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}
