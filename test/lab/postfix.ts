/**
 * A real Postfix as a sender: Debian's programs with a configuration and queue of their own, in a mount namespace whose
 * /etc/resolv.conf names the lab's resolver. The machine's own Postfix, if there is one, never notices.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from './daemon.js';
import { resolvConf, withResolvConf } from './in-namespace.js';
import { RESOLVER_ADDRESS } from './lab-addresses.js';
import { waitUntil, type PollOptions } from './poll.js';
import { MASTER_CF, mainCf, type PostfixDirectories } from './postfix-config.js';
import { findQueueId, parseAttempt, parseLog, type DeliveryAttempt, type LogLine } from './postfix-log.js';
import { POSTFIX_PROFILES, type PostfixProfile, type SenderName } from './postfix-profiles.js';
import { runCommand } from './run-command.js';

const MASTER = '/usr/lib/postfix/sbin/master';

export interface SentMessage {
  readonly queueId: string;
  readonly messageId: string;
  readonly recipients: readonly string[];
  /** When Postfix had taken the message (milliseconds since the epoch). */
  readonly queuedAt: number;
}

export interface Message {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly subject: string;
}

/** An entry of `postqueue -j`: what Postfix still has to deliver. */
export interface QueuedMessage {
  readonly queue_name: string;
  readonly queue_id: string;
  readonly recipients: readonly { readonly address: string; readonly delay_reason?: string }[];
}

export class Postfix {
  readonly profile: PostfixProfile;
  readonly directories: PostfixDirectories;
  private daemon: Daemon | undefined;

  constructor(
    readonly name: SenderName,
    private readonly directory: string,
    /** Of main.cf, besides those of the profile. */
    private readonly parameters: Readonly<Record<string, string>> = {},
  ) {
    this.profile = POSTFIX_PROFILES[name];
    this.directories = {
      config: join(directory, 'etc'),
      queue: join(directory, 'queue'),
      data: join(directory, 'data'),
      log: join(directory, 'maillog'),
    };
  }

  async start(): Promise<void> {
    const { config, queue, data } = this.directories;
    for (const path of [config, queue, data]) await mkdir(path, { recursive: true });
    await runCommand('chown', ['postfix', data]);
    await writeFile(join(config, 'main.cf'), this.mainCf());
    await writeFile(join(config, 'master.cf'), MASTER_CF);
    await writeFile(this.resolvConf, resolvConf(this.profile.resolver ?? RESOLVER_ADDRESS));
    // Makes the directories of the queue with their owners and modes.
    await runCommand('postfix', ['-c', config, 'check']);
    this.daemon = Daemon.start({
      name: this.profile.title,
      command: this.inNamespace(MASTER, '-c', config, '-d'),
      cwd: this.directory,
    });
    await this.daemon.ready(async () =>
      (await this.log()).some(({ text }) => text.startsWith('daemon started')) ? true : undefined,
    );
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private mainCf(): string {
    const { name, profile, directories } = this;
    const parameters = { ...profile.parameters, ...this.parameters };
    return mainCf(name, { ...profile, parameters }, directories);
  }

  private get resolvConf(): string {
    return join(this.directory, 'resolv.conf');
  }

  private inNamespace(...command: readonly string[]): string[] {
    return withResolvConf(this.resolvConf, command);
  }

  /** Hands a message to Postfix as a local user would. */
  async send({ from, recipients, subject }: Message): Promise<SentMessage> {
    const messageId = `${randomUUID()}@${this.name}.sender.test`;
    const head = [`From: <${from}>`, `To: ${recipients.join(', ')}`, `Subject: ${subject}`];
    await runCommand('sendmail', ['-C', this.directories.config, '-i', '-f', from, '--', ...recipients], {
      input: [...head, `Message-ID: <${messageId}>`, '', 'A message of the lab.', ''].join('\n'),
    });
    const queuedAt = Date.now();
    const queueId = await this.waitForLog(`${this.name} to queue ${messageId}`, (lines) =>
      findQueueId(lines, messageId),
    );
    return { queueId, messageId, recipients, queuedAt };
  }

  async log(): Promise<LogLine[]> {
    return parseLog(await readFile(this.directories.log, 'utf8').catch(() => ''));
  }

  /** Polls the log until `find` answers something. */
  async waitForLog<T>(
    what: string,
    find: (lines: readonly LogLine[]) => T | undefined,
    options?: PollOptions,
  ): Promise<T> {
    return waitUntil(what, async () => find(await this.log()), options);
  }

  /** Waits for the first attempt at every recipient of the message; in the order of the recipients. */
  async attempts(message: SentMessage, options?: PollOptions): Promise<DeliveryAttempt[]> {
    return this.waitForLog(
      `${this.name} to try every recipient of ${message.queueId}`,
      (lines) => {
        const made = lines.flatMap((line) => parseAttempt(line) ?? []).filter(isOf(message));
        const first = message.recipients.flatMap(
          (to) => made.find(({ recipient }) => recipient === to) ?? [],
        );
        return first.length === message.recipients.length ? first : undefined;
      },
      options,
    );
  }

  /** What posttls-finger, which sends nothing, says of a host by DANE: Postfix's own word on records and certificate. */
  async finger(host: string): Promise<string> {
    const command = this.inNamespace(
      'posttls-finger',
      '-c',
      '-t',
      '30',
      '-l',
      'dane',
      '-L',
      'summary',
      `[${host}]`,
    );
    // It reports on standard error, and its exit status says whether it was content.
    return runCommand('sh', ['-c', '"$@" 2>&1 || true', 'sh', ...command]);
  }

  async queue(): Promise<QueuedMessage[]> {
    const listing = await runCommand('postqueue', ['-c', this.directories.config, '-j']);
    return listing
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as QueuedMessage);
  }

  /** Throws away whatever is queued. */
  async emptyQueue(): Promise<void> {
    await runCommand('postsuper', ['-c', this.directories.config, '-d', 'ALL']);
  }

  /** Tries again at once whatever is queued. */
  async flush(): Promise<void> {
    await runCommand('postqueue', ['-c', this.directories.config, '-f']);
  }
}

function isOf(message: SentMessage): (attempt: DeliveryAttempt) => boolean {
  return ({ queueId }) => queueId === message.queueId;
}
