import type { MessagePort } from 'node:worker_threads';

import { stayAlive } from '../../threads/stay-alive.js';
import type { FromParser, ParserTask } from './parser-messages.js';
import type { Parser } from './parser.js';

/** Parses what comes in at the port. */
export function serveParser(port: MessagePort, parser: Parser): void {
  const say = (message: FromParser): void => port.postMessage(message);
  const perform = async (task: ParserTask): Promise<void> => {
    say({ kind: 'begun' });
    try {
      say({ kind: 'result', result: await resultOf(parser, task) });
    } catch (error) {
      say({ kind: 'failure', error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  port.on('message', (task: ParserTask) => void perform(task));
  stayAlive(port);
}

function resultOf(parser: Parser, task: ParserTask): Promise<unknown> {
  switch (task.kind) {
    case 'report':
      return parser.report(task.bytes, task.now);
    case 'report-mail':
      return parser.reportMail(task.content, task.answers, task.now);
    case 'mail-header':
      return parser.mailHeader(task.content);
  }
}
