/** The process that sees what resolvers ask; SIGTERM and SIGINT end it in order. */
import 'reflect-metadata';

import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { type Config, loadConfig } from '#config';
import { createLogger, type Logger, NestLogger } from '#logging';

import { DnsModule } from './dns.module.js';
import { startupMessage } from './startup-message.js';

/** Null until it listens. */
let running: INestApplicationContext | null = null;

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger(config.log, 'dns');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Once: a second Ctrl-C ends it the hard way.
    process.once(signal, () => void shutDown(signal, logger));
  }
  running = await start(config, logger);
}

async function start(config: Config, logger: Logger): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(
    DnsModule.forRoot(config, logger),
    // Nest would log with its stack what is reported below in one line.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
    { logger: false, abortOnError: false },
  );
  app.useLogger(new NestLogger(logger));
  return app;
}

async function shutDown(signal: string, logger: Logger): Promise<void> {
  logger.info({ signal }, 'shutting down');
  try {
    await running?.close();
  } catch (err) {
    logger.error({ err }, 'the shutdown was not clean');
  }
  process.exit(0);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${startupMessage(error)}\n`);
  process.exit(1);
}
