import type { ReadReport } from '#tlsrpt';

import { FairQueue } from '../../security/fair-queue.js';
import { type ThreadOptions, WatchedThread } from '../../threads/watched-thread.js';
import type { FromParser, ParserTask } from './parser-messages.js';
import {
  type MailHeader,
  type ParsedReportMail,
  type Parser,
  ParserFailure,
  type TxtAnswers,
} from './parser.js';

interface Waiting {
  readonly task: ParserTask;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** More than the reports that are taken simultaneously (`SIMULTANEOUS_REPORTS`) and a message: a bound in case of a mistake. */
const MAX_WAITING = 50;
/** The owner of what came by mail: it is handled one message after the other. */
const MAIL = 'mail';
/** The largest report takes less than a second. */
const TASK_MS = 20_000;

/**
 * Parses on a thread of its own, one thing after the other: what strangers send can neither hold up nor end the API. What
 * ends the thread fails; what waits behind it goes to the next thread.
 */
export class ParserThread implements Parser {
  private readonly thread: WatchedThread<ParserTask, FromParser>;
  private readonly waiting = new FairQueue<Waiting>();
  private running: Waiting | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private isClosing = false;

  constructor(
    options: ThreadOptions,
    private readonly taskMs = TASK_MS,
  ) {
    this.thread = new WatchedThread(
      options,
      (message) => this.hear(message),
      (cause, hadBegun) =>
        this.finish(
          hadBegun
            ? new ParserFailure('ended', 'what was parsed ended its thread', { cause })
            : new ParserFailure('busy', 'no thread could be started', { cause }),
        ),
    );
  }

  report(bytes: Uint8Array, now: number, owner = ''): Promise<ReadReport> {
    return this.run({ kind: 'report', bytes, now }, owner) as Promise<ReadReport>;
  }

  reportMail(content: Uint8Array, answers: TxtAnswers, now: number): Promise<ParsedReportMail> {
    return this.run({ kind: 'report-mail', content, answers, now }, MAIL) as Promise<ParsedReportMail>;
  }

  mailHeader(content: Uint8Array): Promise<MailHeader> {
    return this.run({ kind: 'mail-header', content }, MAIL) as Promise<MailHeader>;
  }

  async close(): Promise<void> {
    this.isClosing = true;
    for (const { reject } of this.waiting.clear()) reject(new ParserFailure('busy', 'the API is closing'));
    await this.thread.end(new Error('the API is closing'));
  }

  private run(task: ParserTask, owner: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.isClosing || this.waiting.size >= MAX_WAITING) {
        reject(new ParserFailure('busy', 'too much waits to be parsed'));
        return;
      }
      this.waiting.push(owner, { task, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.running !== undefined || this.isClosing) return;
    this.running = this.waiting.shift();
    if (this.running !== undefined) this.thread.say(this.running.task);
  }

  private hear(message: FromParser): void {
    switch (message.kind) {
      case 'begun':
        this.deadline = setTimeout(
          () => void this.thread.end(new Error('it took too long')),
          this.taskMs,
        ).unref();
        return;
      case 'result':
        return this.finish(message.result);
      case 'failure':
        return this.finish(message.error);
    }
  }

  private finish(outcome: unknown): void {
    clearTimeout(this.deadline);
    const { running } = this;
    this.running = undefined;
    if (outcome instanceof Error) running?.reject(outcome);
    else running?.resolve(outcome);
    // After the thread that has just ended is given up.
    queueMicrotask(() => this.next());
  }
}
