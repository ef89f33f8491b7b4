/** Senders that verify by DANE and never stop: posttls-finger one time after the other, and messages through a Postfix queue. */
import { setTimeout as delay } from 'node:timers/promises';

import { parseAttempt } from '../lab/postfix-log.js';
import type { Postfix } from '../lab/postfix.js';
import { type PosttlsFinger, verdictOf } from './posttls-finger.js';

/** Less than a TTL: what is published wrong is met. */
const PAUSE_MS = 1_000;

export interface Connections {
  readonly count: number;
  /** What went otherwise than it should, in the words of Postfix. */
  readonly failures: readonly string[];
}

export class ConstantSenders {
  private isOver = false;
  private readonly fingered: string[] = [];
  private messages = 0;
  private readonly loops: readonly Promise<void>[];

  constructor(
    private readonly hosts: readonly string[],
    private readonly finger: PosttlsFinger,
    private readonly postfix: Postfix,
  ) {
    this.loops = hosts.flatMap((host) => [
      this.again(() => this.connect(host)),
      this.again(() => this.send(host)),
    ]);
  }

  /** Connections with one of the hosts so far. */
  get count(): number {
    return this.fingered.length + this.messages;
  }

  /** Stops them, and waits until the queue is through. */
  async stop(): Promise<{ readonly finger: Connections; readonly queue: Connections }> {
    this.isOver = true;
    await Promise.all(this.loops);
    return {
      finger: {
        count: this.fingered.length,
        failures: this.fingered.filter((report) => verdictOf(report) !== 'verified'),
      },
      queue: await this.queue(),
    };
  }

  private async again(act: () => Promise<void>): Promise<void> {
    while (!this.isOver) {
      await act();
      await delay(PAUSE_MS);
    }
  }

  private async connect(host: string): Promise<void> {
    this.fingered.push(await this.finger.ask(`[${host}]`));
  }

  private async send(host: string): Promise<void> {
    this.messages += 1;
    await this.postfix.send({ from: 'somebody@sender.test', recipients: [`you@${host}`], subject: host });
  }

  /** Each message is tried once: one that is not delivered at its first attempt is a failure. */
  private async queue(): Promise<Connections> {
    const { messages, hosts } = this;
    const isOurs = (recipient: string): boolean => hosts.includes(recipient.split('@')[1] ?? '');
    return this.postfix.waitForLog(`the attempts at ${messages} messages`, (lines) => {
      const attempts = lines.flatMap((line) => parseAttempt(line) ?? []);
      const ours = attempts.filter(({ recipient }) => isOurs(recipient));
      if (ours.length < messages) return undefined;
      const unverified = lines.filter(
        ({ text }) =>
          /TLS connection established to/.test(text) &&
          !text.startsWith('Verified ') &&
          hosts.some((host) => text.includes(` ${host}[`)),
      );
      return {
        count: ours.length,
        failures: [
          ...ours.filter(({ status }) => status !== 'sent').map(({ reason }) => reason),
          ...unverified.map(({ text }) => text),
        ],
      };
    });
  }
}
