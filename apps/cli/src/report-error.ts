/** How a command that failed tells it: one line, and the way to it only for those who debug. */
import { ConfigError, loadConfig } from '#config';
import { fileErrorSentence } from '#text';

import { printable } from './printable.js';

export function errorLine(message: string): string {
  return `havedane: ${printable(message)}\n`;
}

/** In words, without the name of the program. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (fileErrorSentence(error) ?? error.message) : String(error);
}

/** The text for standard error. A bad configuration gets a line for every bad variable. */
export function describeError(error: unknown): string {
  if (error instanceof ConfigError) return `havedane: ${error.message}\n`;
  const stack = error instanceof Error ? error.stack : undefined;
  return errorLine(reasonOf(error)) + (isDebugging() && stack !== undefined ? `${stack}\n` : '');
}

function isDebugging(): boolean {
  try {
    return loadConfig().log.level === 'debug';
  } catch {
    return false;
  }
}
