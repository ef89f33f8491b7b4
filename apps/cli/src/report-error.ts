/** How a command that failed tells it: one line, and the way to it only for those who debug. */
import { ConfigError, loadConfig } from '#config';
import { fileErrorSentence } from '#text';

import { printable } from './printable.js';

export function errorLine(message: string): string {
  return `havedane: ${printable(message)}\n`;
}

/** The text for standard error. A bad configuration gets a line for every bad variable. */
export function describeError(error: unknown): string {
  if (error instanceof ConfigError) return `havedane: ${error.message}\n`;
  if (!(error instanceof Error)) return errorLine(String(error));
  const trace = isDebugging() && error.stack !== undefined ? `${error.stack}\n` : '';
  return errorLine(fileErrorSentence(error) ?? error.message) + trace;
}

function isDebugging(): boolean {
  try {
    return loadConfig().log.level === 'debug';
  } catch {
    return false;
  }
}
