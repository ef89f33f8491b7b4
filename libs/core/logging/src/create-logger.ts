/**
 * The one structured logger: a JSON object a line, or readable lines for a terminal. What belongs to a message is
 * given as fields (`logger.info({ session, token }, 'delivered')`), an error as `err`.
 */
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

import type { Config } from '#config';
import { harmlessJsonLine } from '#text';

import { prettyDestination } from './pretty-destination.js';

export type { Logger } from 'pino';

/**
 * @param context names the part of the program that logs
 * @param destination standard output unless another is given
 */
export function createLogger(
  { level, pretty }: Config['log'],
  context: string,
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level,
      base: { context },
      timestamp: stdTimeFunctions.isoTime,
      // Of the whole line: what a client sent may stand in any field, in an error or in the message.
      hooks: { streamWrite: harmlessJsonLine },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? (pretty ? prettyDestination(process.stdout) : pino.destination(1)),
  );
}
