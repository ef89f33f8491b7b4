/** The SMTP receiver as a process: SIGHUP reads the certificates again, SIGTERM and SIGINT end it in order. */
import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

import { loadConfig } from '#config';
import { createLogger, NestLogger } from '#logging';

import { ReceiverService } from './receiver.service.js';
import { SmtpModule } from './smtp.module.js';
import { startupMessage } from './startup-message.js';

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger(config.log, 'smtp');
  const app = await NestFactory.createApplicationContext(SmtpModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  process.on('SIGHUP', () => void app.get(ReceiverService).reloadCertificates());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${startupMessage(error)}\n`);
  process.exit(1);
}
