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
    const fields = { ...sourceField(parameters.at(-1)), ...errorField(message, parameters) };
    if (message instanceof Error) this.logger[level](fields, message.message);
    else if (typeof message === 'string') this.logger[level](fields, message);
    else this.logger[level]({ ...fields, details: message }, 'Nest');
  }
}

function sourceField(last: unknown): { source?: string } {
  return typeof last === 'string' && !isStack(last) ? { source: last } : {};
}

function errorField(message: unknown, parameters: readonly unknown[]): { err?: unknown } {
  const error = [message, ...parameters].find((value) => value instanceof Error);
  if (error !== undefined) return { err: error };
  const stack = parameters.find((parameter) => typeof parameter === 'string' && isStack(parameter));
  return stack === undefined ? {} : { err: { stack } };
}

function isStack(text: string): boolean {
  return text.includes('\n    at ');
}
