/** OpenSMTPD as Debian ships it, which knows nothing of DANE. Its paths are fixed, so it runs with folders of its own there. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from '../daemon.js';
import { resolvConf } from '../in-namespace.js';
import { RESOLVER_ADDRESS } from '../lab-addresses.js';
import { UNPACKED } from '../programs.js';
import { runCommand } from '../run-command.js';
import type { Message } from '../sender.js';
import { type MatrixSender, messageText } from './matrix-sender.js';
import { withOwn } from './own-directories.js';

const ROOT = join(UNPACKED, 'opensmtpd');
const DAEMON = join(ROOT, 'usr/sbin/smtpd');
const CONTROL = join(ROOT, 'usr/sbin/smtpctl');
/** The same program by another name. */
const SENDMAIL = join(ROOT, 'usr/sbin/sendmail');
/** Of which smtpctl wants to be; its package would make it setgid. */
const QUEUE_GROUP = 'opensmtpq';
const ADDRESS = '127.0.0.42';

export class OpenSmtpd implements MatrixSender {
  readonly title = 'OpenSMTPD';
  readonly settings = 'as it comes, without limits of connections';
  private daemon: Daemon | undefined;

  constructor(private readonly directory: string) {}

  missing(): string | undefined {
    return [DAEMON, CONTROL].find((path) => !existsSync(path));
  }

  async version(): Promise<string> {
    const text = await runCommand('sh', ['-c', '"$0" -h 2>&1 || true', DAEMON]);
    return `OpenSMTPD ${/OpenSMTPD ([\d.p]+)/.exec(text)?.[1] ?? ''}`;
  }

  async start(): Promise<void> {
    for (const name of ['spool', 'run', 'lib/opensmtpd/empty']) {
      await mkdir(join(this.directory, name), { recursive: true });
    }
    await writeFile(join(this.directory, 'resolv.conf'), resolvConf(RESOLVER_ADDRESS));
    await writeFile(
      join(this.directory, 'smtpd.conf'),
      [
        'listen on socket',
        // All hosts have one address, which it would spare: seconds between connections, and only five of them side by side.
        ...['conn-delay-relay', 'conn-delay-route', 'reconn-delay-route'].map(
          (name) => `mta limit ${name} 0`,
        ),
        ...['max-conn-per-host', 'max-conn-per-route', 'max-conn-per-source'].map(
          (name) => `mta limit ${name} 100`,
        ),
        `action "out" relay src ${ADDRESS} helo "opensmtpd.sender.test"`,
        'match from local for any action "out"',
        '',
      ].join('\n'),
    );
    this.daemon = Daemon.start({
      name: this.title,
      command: this.inNamespace([DAEMON, '-d', '-f', join(this.directory, 'smtpd.conf')]),
      cwd: this.directory,
    });
    await this.daemon.ready(() => (existsSync(join(this.directory, 'run/smtpd.sock')) ? true : undefined));
  }

  send(message: Message): Promise<string> {
    const command = [SENDMAIL, '-i', '-f', message.from, ...message.recipients];
    return this.run(command, messageText(message));
  }

  retry(): Promise<string> {
    return this.run([CONTROL, 'schedule', 'all']);
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private run(command: readonly string[], input = ''): Promise<string> {
    const asQueue = ['setpriv', '--regid', QUEUE_GROUP, '--clear-groups', ...command];
    const [program = '', ...args] = this.inNamespace(asQueue);
    return runCommand(program, args, { input });
  }

  /** Where its own paths lead to folders of this one. */
  private inNamespace(command: readonly string[]): string[] {
    return withOwn(
      [
        [join(this.directory, 'resolv.conf'), '/etc/resolv.conf'],
        [join(this.directory, 'run'), '/run'],
        [join(this.directory, 'spool'), '/var/spool'],
        [join(this.directory, 'lib'), '/var/lib'],
      ],
      command,
    );
  }
}
