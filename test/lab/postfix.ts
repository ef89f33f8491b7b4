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
import {
  findQueueId,
  parseAttempt,
  parseLog,
  type PostfixAttempt,
  type PostfixLogLine,
} from './postfix-log.js';
import { runCommand } from './run-command.js';
import { SENDER_PROFILES, type SenderName, type SenderProfile } from './sender-profiles.js';
import { bodyOf, firstAttempts, type Message, type Sender, type SentMessage } from './sender.js';

const MASTER = '/usr/lib/postfix/sbin/master';

/** An entry of `postqueue -j`: what Postfix still has to deliver. */
export interface QueuedMessage {
  readonly queue_name: string;
  readonly queue_id: string;
  readonly recipients: readonly { readonly address: string; readonly delay_reason?: string }[];
}

export class Postfix implements Sender {
  readonly profile: SenderProfile;
  readonly directories: PostfixDirectories;
  private daemon: Daemon | undefined;

  constructor(
    readonly name: SenderName,
    private readonly directory: string,
    /** Of main.cf, besides those of the profile. */
    private readonly parameters: Readonly<Record<string, string>> = {},
  ) {
    this.profile = SENDER_PROFILES[name];
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

  async send({ from, recipients, subject, ...body }: Message): Promise<SentMessage> {
    const messageId = `${randomUUID()}@${this.name}.sender.test`;
    const head = [`From: <${from}>`, `To: ${recipients.join(', ')}`, `Subject: ${subject}`];
    await runCommand('sendmail', ['-C', this.directories.config, '-i', '-f', from, '--', ...recipients], {
      input: [...head, `Message-ID: <${messageId}>`, '', bodyOf(body)].join('\n'),
    });
    const queuedAt = Date.now();
    const queueId = await this.waitForLog(`${this.name} to queue ${messageId}`, (lines) =>
      findQueueId(lines, messageId),
    );
    return { queueId, messageId, recipients, queuedAt };
  }

  async log(): Promise<PostfixLogLine[]> {
    return parseLog(await readFile(this.directories.log, 'utf8').catch(() => ''));
  }

  /** Polls the log until `find` answers something. */
  async waitForLog<T>(
    what: string,
    find: (lines: readonly PostfixLogLine[]) => T | undefined,
    options?: PollOptions,
  ): Promise<T> {
    return waitUntil(what, async () => find(await this.log()), options);
  }

  async attempts(message: SentMessage, options?: PollOptions): Promise<PostfixAttempt[]> {
    return this.waitForLog(
      `${this.name} to try every recipient of ${message.queueId}`,
      (lines) => {
        const made = lines.flatMap((line) => parseAttempt(line) ?? []);
        return firstAttempts(made, message);
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

  async queued({ queueId }: SentMessage): Promise<string[]> {
    const entry = (await this.queue()).find(({ queue_id }) => queue_id === queueId);
    return entry?.recipients.map(({ address }) => address) ?? [];
  }

  async emptyQueue(): Promise<void> {
    await runCommand('postsuper', ['-c', this.directories.config, '-d', 'ALL']);
  }

  async flush(): Promise<void> {
    await runCommand('postqueue', ['-c', this.directories.config, '-f']);
  }

  commands() {
    const { config, log } = this.directories;
    return {
      send: `echo hello | sendmail -C ${config} -f visitor@sender.test ADDRESS…`,
      log: `tail -f ${log}`,
      queue: `postqueue -c ${config} -p`,
      retry: `postqueue -c ${config} -f`,
      change: `postconf -c ${config} -e SETTING=VALUE; postfix -c ${config} reload`,
    };
  }
}
