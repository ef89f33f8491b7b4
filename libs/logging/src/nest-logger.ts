import type { LoggerService } from '@nestjs/common';

import type { Logger } from './create-logger.js';

/**
 * Sends what Nest logs to the structured logger. Nest passes the name of the class that logs as the last parameter,
 * and for errors the stack before it.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  /** What Nest tells of its own start: every module and every route. */
  log(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.write('error', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write('warn', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write('trace', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write('fatal', message, parameters);
  }

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    parameters: unknown[],
  ): void {
    const source = parameters.at(-1);
    const fields = {
      ...(typeof source === 'string' ? { source } : {}),
      ...errorField(message, parameters.slice(0, -1)),
    };
    if (message instanceof Error) this.logger[level](fields, message.message);
    else if (typeof message === 'string') this.logger[level](fields, message);
    else this.logger[level]({ ...fields, details: message }, 'Nest');
  }
}

function errorField(message: unknown, parameters: readonly unknown[]): { err?: unknown } {
  if (message instanceof Error) return { err: message };
  const error = parameters.find((parameter) => parameter instanceof Error);
  if (error !== undefined) return { err: error };
  const stack = parameters.find(
    (parameter) => typeof parameter === 'string' && parameter.includes('\n    at '),
  );
  return stack === undefined ? {} : { err: { stack } };
}
