/** Once for a run: the server that the tests of the store on PostgreSQL use. */
import type { TestProject } from 'vitest/node';

import { PostgresServer } from './postgres-server.js';
import type {} from './provided.js';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await PostgresServer.start();
  project.provide('postgres', server.url());
  return () => server.stop();
}
