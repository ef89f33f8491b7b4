import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { type Logger, NestLogger } from '#logging';

/** Starts an app that serves no HTTP. */
export async function startContext(module: DynamicModule, logger: Logger): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(
    module,
    // Nest would log with its stack what `runProcess` reports in one line.
    { logger: false, abortOnError: false },
  );
  app.useLogger(new NestLogger(logger));
  return app;
}
