/** The process of the API: reads the environment, serves until it is told to end. */
import type { AddressInfo } from 'node:net';

import type { NestExpressApplication } from '@nestjs/platform-express';

import { type Config, ConfigError, loadConfig } from '#config';
import { type Logger, createLogger } from '#logging';

import { createApiApp } from './create-api-app.js';
import { shutDown } from './shut-down.js';

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.log, 'api');
  try {
    await serve(config, logger);
  } catch (error) {
    fail(explain(error, config));
  }
}

async function serve(config: Config, logger: Logger): Promise<void> {
  const running: { app?: NestExpressApplication } = {};
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void endProcess(running.app, signal, logger));
  }
  const app = await createApiApp(config, { logger });
  running.app = app;
  await app.listen(config.http.port, config.http.host);
  const { address, port } = app.getHttpServer().address() as AddressInfo;
  logger.info({ address, port }, 'listening');
}

/** @param app undefined while it is still being made: then there is nothing to end properly */
async function endProcess(
  app: NestExpressApplication | undefined,
  signal: string,
  logger: Logger,
): Promise<never> {
  logger.info({ signal }, 'shutting down');
  process.exit(app === undefined ? 0 : await shutDown(app, logger));
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message);
    throw error;
  }
}

function explain(error: unknown, { http }: Config): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `HTTP_PORT ${http.port} on ${http.host} is in use by another program.`;
  if (code === 'EACCES') return `HTTP_PORT ${http.port} on ${http.host} may not be opened by this user.`;
  if (code === 'EADDRNOTAVAIL') return `HTTP_HOST ${http.host} is not an address of this machine.`;
  return error.message;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

await main();
