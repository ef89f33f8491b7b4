/**
 * A real Exim as a sender: Debian's exim4-daemon-heavy, unpacked beside the Postfix with whose package it conflicts, in a mount
 * namespace whose /etc/resolv.conf names the lab's resolver. It runs no daemon: a message is tried while it is handed over, and
 * again when it is asked to.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseEximAttempt, parseEximLog } from './exim-log.js';
import { resolvConf, withResolvConf } from './in-namespace.js';
import { RESOLVER_ADDRESS } from './lab-addresses.js';
import { waitUntil } from './poll.js';
import { EXIM } from './programs.js';
import { runCommand } from './run-command.js';
import { SENDER_PROFILES, type SenderName, type SenderProfile } from './sender-profiles.js';
import {
  bodyOf,
  type DeliveryAttempt,
  firstAttempts,
  type LogLine,
  type Message,
  type Sender,
  type SentMessage,
} from './sender.js';

/** As the package makes it. */
const USER = 'Debian-exim';

export class Exim implements Sender {
  constructor(
    readonly name: SenderName,
    private readonly directory: string,
    readonly profile: SenderProfile = SENDER_PROFILES[name],
  ) {}

  async start(): Promise<void> {
    for (const path of [this.spool, this.logs]) {
      await mkdir(path, { recursive: true });
      await runCommand('chown', [`${USER}:${USER}`, path]);
    }
    await writeFile(this.configuration, this.configure());
    await writeFile(this.resolvConf, resolvConf(this.profile.resolver ?? RESOLVER_ADDRESS));
    await this.exim(['-bV']);
  }

  /** Nothing runs but what is waited for. */
  stop(): Promise<void> {
    return Promise.resolve();
  }

  async send({ from, recipients, subject, ...body }: Message): Promise<SentMessage> {
    const messageId = `${randomUUID()}@${this.name}.sender.test`;
    const head = [`From: <${from}>`, `To: ${recipients.join(',\n ')}`, `Subject: ${subject}`];
    // -odf: it is tried before the command ends, so the time is taken before.
    const queuedAt = Date.now();
    await this.exim(['-odf', '-i', '-f', from, '--', ...recipients], {
      input: [...head, `Message-ID: <${messageId}>`, '', bodyOf(body)].join('\n'),
    });
    const queueId = await waitUntil(
      `${this.name} to take ${messageId}`,
      async () =>
        (await this.log()).find(({ text }) => text.includes(` id=${messageId}`))?.text.split(' ')[0],
    );
    return { queueId, messageId, recipients, queuedAt };
  }

  async log(): Promise<LogLine[]> {
    return parseEximLog(await readFile(this.mainLog, 'utf8').catch(() => ''));
  }

  attempts(message: SentMessage): Promise<DeliveryAttempt[]> {
    return waitUntil(`${this.name} to try every recipient of ${message.queueId}`, async () =>
      firstAttempts(
        (await this.log()).flatMap((line) => parseEximAttempt(line) ?? []),
        message,
      ),
    );
  }

  async queued({ queueId }: SentMessage): Promise<string[]> {
    const listing = await this.exim(['-bp']);
    const entry = listing.split('\n\n').find((text) => text.includes(` ${queueId} `)) ?? '';
    // Those that are done are marked with a D.
    return entry.split('\n').flatMap((line) => /^ {10}(\S+@\S+)$/.exec(line)?.[1] ?? []);
  }

  async flush(): Promise<void> {
    await this.exim(['-qff']);
  }

  async emptyQueue(): Promise<void> {
    const ids = (await this.exim(['-bp']))
      .split('\n')
      .flatMap((line) => /^ *\d+\w +\S+ (\S+) </.exec(line)?.[1] ?? []);
    if (ids.length > 0) await this.exim(['-Mrm', ...ids]);
  }

  commands() {
    const exim = `${EXIM} -C ${this.configuration}`;
    const inNamespace = `unshare -m sh -c 'mount --bind ${this.resolvConf} /etc/resolv.conf; ${exim}`;
    return {
      send: `echo hello | ${inNamespace} -f visitor@sender.test ADDRESS…'`,
      log: `tail -f ${this.mainLog}`,
      queue: `${exim} -bp`,
      retry: `${inNamespace} -qff'`,
      change: `edit ${this.configuration}, which is read for each delivery`,
    };
  }

  private exim(args: readonly string[], options: { readonly input?: string } = {}): Promise<string> {
    const [program = '', ...rest] = withResolvConf(this.resolvConf, [
      EXIM,
      '-C',
      this.configuration,
      ...args,
    ]);
    return runCommand(program, rest, options);
  }

  private configure(): string {
    const transport = Object.entries(this.profile.parameters).map(([key, value]) => `  ${key} = ${value}`);
    return [
      `primary_hostname = ${this.name}.sender.test`,
      // It starts itself again for each delivery.
      `exim_path = ${EXIM}`,
      `spool_directory = ${this.spool}`,
      `log_file_path = ${this.logs}/%slog`,
      'message_size_limit = 0',
      'disable_ipv6 = true',
      'keep_environment =',
      'begin routers',
      'dnslookup:',
      '  driver = dnslookup',
      '  transport = smtp',
      '  dnssec_request_domains = *',
      // The receiver is on this machine, too.
      '  self = send',
      'begin transports',
      'smtp:',
      '  driver = smtp',
      `  interface = ${this.profile.address}`,
      ...transport,
      'begin retry',
      '* * F,4d,15m',
      '',
    ].join('\n');
  }

  private get configuration(): string {
    return join(this.directory, 'exim.conf');
  }

  private get spool(): string {
    return join(this.directory, 'spool');
  }

  private get logs(): string {
    return join(this.directory, 'log');
  }

  private get mainLog(): string {
    return join(this.logs, 'mainlog');
  }

  private get resolvConf(): string {
    return join(this.directory, 'resolv.conf');
  }
}
