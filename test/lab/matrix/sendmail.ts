/** Sendmail as Debian ships it: built without DANE. It runs no daemon: a message is tried while it is handed over. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { resolvConf } from '../in-namespace.js';
import { RESOLVER_ADDRESS } from '../lab-addresses.js';
import { UNPACKED } from '../programs.js';
import { runCommand } from '../run-command.js';
import type { Message } from '../sender.js';
import { type MatrixSender, messageText } from './matrix-sender.js';
import { withOwn } from './own-directories.js';

const SENDMAIL = join(UNPACKED, 'sendmail-bin/usr/libexec/sendmail/sendmail');
const MACROS = join(UNPACKED, 'sendmail-cf/usr/share/sendmail/cf');
const M4 = '/usr/bin/m4';
const ADDRESS = '127.0.0.43';

export class Sendmail implements MatrixSender {
  readonly title = 'Sendmail';
  readonly settings = "Debian's build, without DANE";

  constructor(private readonly directory: string) {}

  missing(): string | undefined {
    return [SENDMAIL, MACROS, M4].find((path) => !existsSync(path));
  }

  async version(): Promise<string> {
    const text = await runCommand(SENDMAIL, ['-d0.1', '-bt', '-C', '/dev/null'], {}).catch(String);
    return `Sendmail ${/Version ([\d.]+\d)/.exec(text)?.[1] ?? ''}`;
  }

  async start(): Promise<void> {
    await mkdir(join(this.directory, 'queue'), { recursive: true, mode: 0o700 });
    await writeFile(join(this.directory, 'aliases'), '');
    await writeFile(join(this.directory, 'resolv.conf'), resolvConf(RESOLVER_ADDRESS));
    // It sleeps for a minute when the machine's name has no domain.
    await writeFile(join(this.directory, 'hosts'), `${ADDRESS} sendmail.sender.test ${hostname()}\n`);
    const macros = [`-D_CF_DIR_=${MACROS}/`, join(MACROS, 'm4/cf.m4'), '-'];
    await writeFile(this.configuration, await runCommand(M4, macros, { input: this.macros() }));
  }

  send(message: Message): Promise<string> {
    // -odi: it is tried before the command ends.
    const args = ['-odi', '-i', '-f', message.from, ...message.recipients];
    return this.sendmail(args, messageText(message));
  }

  retry(): Promise<string> {
    return this.sendmail(['-q']);
  }

  async stop(): Promise<void> {}

  private sendmail(args: readonly string[], input = ''): Promise<string> {
    const own = ['resolv.conf', 'hosts'].map((name) => [join(this.directory, name), `/etc/${name}`] as const);
    const command = [SENDMAIL, '-C', this.configuration, ...args];
    const [program = '', ...rest] = withOwn(own, command);
    return runCommand(program, rest, { input });
  }

  private macros(): string {
    const { directory } = this;
    const definitions = {
      confDOMAIN_NAME: 'sendmail.sender.test',
      QUEUE_DIR: join(directory, 'queue'),
      ALIAS_FILE: join(directory, 'aliases'),
      STATUS_FILE: join(directory, 'statistics'),
      HELP_FILE: join(directory, 'help'),
      confPID_FILE: join(directory, 'pid'),
      confDONT_BLAME_SENDMAIL: 'GroupWritableDirPathSafe',
      // It would only queue while the machine is busy.
      confQUEUE_LA: '100000',
      // The receiver is on this machine, too.
      confDONT_PROBE_INTERFACES: 'True',
    };
    return [
      "OSTYPE(`linux')dnl",
      ...Object.entries(definitions).map(([name, value]) => `define(\`${name}', \`${value}')dnl`),
      `CLIENT_OPTIONS(\`Family=inet, Address=${ADDRESS}')dnl`,
      "FEATURE(`nocanonify')dnl",
      "MAILER(`smtp')dnl",
      '',
    ].join('\n');
  }

  private get configuration(): string {
    return join(this.directory, 'sendmail.cf');
  }
}
