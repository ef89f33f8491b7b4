/** The operator's own mail server: a real Postfix that takes mail over TLS only and delivers it into a directory. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from './daemon.js';
import { OPERATOR_RELAY_ADDRESS, OPERATOR_RELAY_PORT } from './lab-addresses.js';
import { MASTER_CF } from './postfix-config.js';
import { parseLog } from './postfix-log.js';
import { runCommand } from './run-command.js';

export const OPERATOR_EMAIL = 'me@operator.test';

/** Debian's "nobody", who owns the mailbox. */
const OWNER = 65_534;

/** What MASTER_CF leaves out: receiving, and delivering into mailboxes. */
const RECEIVING = `${OPERATOR_RELAY_ADDRESS}:${OPERATOR_RELAY_PORT} inet n - n - - smtpd
anvil     unix  -  -  n  -      1  anvil
virtual   unix  -  n  n  -      -  virtual
`;

export class OperatorRelay {
  private daemon: Daemon | undefined;

  /** @param certificates a directory with leaf.chain.pem and leaf.key.pem */
  constructor(
    private readonly directory: string,
    private readonly certificates: string,
  ) {}

  async start(): Promise<void> {
    const path = (name: string) => join(this.directory, name);
    for (const name of ['etc', 'queue', 'data', 'mail']) await mkdir(path(name), { recursive: true });
    await runCommand('chown', ['postfix', path('data')]);
    await runCommand('chown', [String(OWNER), path('mail')]);
    await writeFile(path('etc/main.cf'), this.mainCf(path));
    await writeFile(path('etc/master.cf'), MASTER_CF + RECEIVING);
    await runCommand('postfix', ['-c', path('etc'), 'check']);
    this.daemon = Daemon.start({
      name: "the operator's Postfix",
      command: ['/usr/lib/postfix/sbin/master', '-c', path('etc'), '-d'],
      cwd: this.directory,
    });
    await this.daemon.ready(async () =>
      (await this.log()).some((text) => text.startsWith('daemon started')) ? true : undefined,
    );
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  /** The messages in the operator's mailbox, as they were delivered. */
  async messages(): Promise<string[]> {
    const mailbox = join(this.directory, 'mail/operator/new');
    const names = await readdir(mailbox).catch(() => []);
    return Promise.all(names.sort().map((name) => readFile(join(mailbox, name), 'latin1')));
  }

  /** The lines of its log, without time and process. */
  async log(): Promise<string[]> {
    const text = await readFile(join(this.directory, 'maillog'), 'utf8').catch(() => '');
    return parseLog(text).map((line) => line.text);
  }

  private mainCf(path: (name: string) => string): string {
    const parameters: Record<string, string> = {
      compatibility_level: '3.6',
      queue_directory: path('queue'),
      data_directory: path('data'),
      maillog_file: path('maillog'),
      maillog_file_prefixes: '/',
      syslog_name: 'postfix',
      myhostname: 'relay.operator.test',
      mydestination: '',
      alias_maps: '',
      alias_database: '',
      // Only what an interface is known to have; master.cf names the address that is listened on.
      inet_interfaces: '127.0.0.1',
      inet_protocols: 'ipv4',
      smtpd_tls_security_level: 'encrypt',
      smtpd_tls_loglevel: '1',
      smtpd_tls_cert_file: join(this.certificates, 'leaf.chain.pem'),
      smtpd_tls_key_file: join(this.certificates, 'leaf.key.pem'),
      virtual_mailbox_domains: 'operator.test',
      virtual_mailbox_base: path('mail'),
      // A directory for each message (maildir), by the slash at its end.
      virtual_mailbox_maps: 'static:operator/',
      virtual_uid_maps: `static:${OWNER}`,
      virtual_gid_maps: `static:${OWNER}`,
    };
    return Object.entries(parameters)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join('');
  }
}
