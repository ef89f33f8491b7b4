/** The API on a free port with a store of its own, and a second store on the same file in the place of the receiver. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Socket, io } from 'socket.io-client';

import type {
  CheckBody,
  ClientToServerEvents,
  ProbeBody,
  ProblemBody,
  ServerToClientEvents,
} from '#contracts';
import type { Store } from '#store';

import { type ApiOptions, createApiApp } from '../../apps/api/src/create-api-app.js';
import { listen } from '../../apps/api/src/listen.js';
import { localParser } from '../../apps/api/src/operator/parsing/local-parser.js';
import { PATIENCE_MS } from '../lab/poll.js';
import { testConfig } from './constants.js';
import { openTempStore } from './temp-store.js';

export type LiveClient = Socket<ServerToClientEvents, ClientToServerEvents>;

export interface ApiFixture {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly port: number;
  /** Where the operator asks. */
  readonly adminUrl: string;
  readonly databasePath: string;
  /** What the receiver writes to. */
  readonly receiver: Store;
  createCheck(): Promise<CheckBody>;
  /** A live client, connected; closed with the fixture. */
  connect(options?: Parameters<typeof io>[1]): Promise<LiveClient>;
  close(): Promise<void>;
}

export async function startApi(
  env: Readonly<Record<string, string>> = {},
  options: ApiOptions = {},
): Promise<ApiFixture> {
  const temp = await openTempStore();
  const config = testConfig({
    HTTP_PORT: '0',
    ADMIN_PORT: '0',
    LOG_LEVEL: 'silent',
    WEB_DIR: 'does-not-exist',
    DATABASE_URL: `sqlite:${temp.database.path}`,
    CHECKS_PER_MINUTE: '100000',
    PROBES_PER_MINUTE: '100000',
    REQUESTS_PER_MINUTE: '100000',
    ...env,
  });
  const app = await createApiApp(config, { parser: localParser, ...options });
  const listening = await listen(app, config);
  const { port } = listening.http;
  const url = `http://127.0.0.1:${port}`;
  const clients: LiveClient[] = [];
  return {
    app,
    url,
    port,
    adminUrl: `http://127.0.0.1:${listening.admin.port}`,
    databasePath: temp.database.path,
    receiver: temp.store,
    createCheck: async () => {
      const response = await fetch(`${url}/api/checks`, { method: 'POST' });
      return (await response.json()) as CheckBody;
    },
    connect: async (socketOptions = {}) => {
      const client: LiveClient = io(url, { forceNew: true, transports: ['websocket'], ...socketOptions });
      clients.push(client);
      await connected(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.close();
      await app.close();
      await temp.close();
    },
  };
}

/** Resolves when the client is connected; rejects when the server refuses it. */
export function connected(client: LiveClient): Promise<void> {
  if (client.connected) return Promise.resolve();
  return new Promise((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
}

export function watch(client: LiveClient, token: string): Promise<CheckBody | ProblemBody> {
  return client.timeout(PATIENCE_MS).emitWithAck('check:watch', token);
}

export function watchProbe(client: LiveClient, id: string): Promise<ProbeBody | ProblemBody> {
  return client.timeout(PATIENCE_MS).emitWithAck('probe:watch', id);
}

/** The next update that the client gets. */
export function nextUpdate(client: LiveClient): Promise<CheckBody> {
  return new Promise((resolve) => {
    client.once('check:update', resolve);
  });
}
