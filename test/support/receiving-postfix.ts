/** A real Postfix as a receiver of many names: an address for each host, and what it presents there. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from '../lab/daemon.js';
import { runCommand } from '../lab/run-command.js';
import { freePort } from './free-port.js';
import {
  type Chain,
  chainPem,
  type ReceivingServer,
  type ReceivingServerOptions,
  type ReceivingService,
} from './receiving-server.js';

const MASTER = '/usr/lib/postfix/sbin/master';
const NETWORK = '127.0.7.';
const FIRST = 101;

/** What smtpd talks to before a client has said who mail is from. */
const MASTER_CF = `anvil     unix  -  -  n  -      1  anvil
tlsmgr    unix  -  -  n  1000?  1  tlsmgr
rewrite   unix  -  -  n  -      -  trivial-rewrite
proxymap  unix  -  -  n  -      -  proxymap
postlog   unix-dgram n - n -    1  postlogd
`;

/** What a message meets on its way to nowhere. */
const MAIL_CF = `cleanup   unix  n  -  n  -      0  cleanup
qmgr      unix  n  -  n  300    1  qmgr
bounce    unix  -  -  n  -      0  bounce
defer     unix  -  -  n  -      0  bounce
trace     unix  -  -  n  -      0  bounce
error     unix  -  -  n  -      -  error
retry     unix  -  -  n  -      -  error
discard   unix  -  -  n  -      -  discard
`;

const KIND_PARAMETERS: Readonly<Record<ReceivingService['kind'], string>> = {
  starttls: '-o smtpd_tls_security_level=may',
  plain: '-o smtpd_tls_security_level=none',
  'tls-on-connect': '-o smtpd_tls_wrappermode=yes',
};

export class ReceivingPostfix implements ReceivingServer {
  private readonly hosts: readonly string[];
  private daemon: Daemon | undefined;

  constructor(private readonly options: ReceivingServerOptions) {
    this.hosts = [...new Set(options.services.map(({ host }) => host))];
  }

  addressOf(host: string): string {
    return `${NETWORK}${FIRST + this.hosts.indexOf(host)}`;
  }

  /** Which the host presents: a key and its chain. */
  chainFile(host: string, index = 0): string {
    return join(this.configuration, `${host}-${index}.pem`);
  }

  /** For `/bin/sh -c`. */
  get reloadCommand(): string {
    return `postfix -c ${this.configuration} reload`;
  }

  /** Where main.cf and master.cf are. */
  get configuration(): string {
    return join(this.options.directory, 'etc');
  }

  async start(): Promise<void> {
    const { directory } = this.options;
    // One that was left behind would share the address: Postfix lets several listen, and each gets some of the connections.
    for (const { host, port } of this.options.services) await freePort(this.addressOf(host), port);
    for (const name of ['etc', 'queue', 'data']) await mkdir(join(directory, name), { recursive: true });
    await runCommand('chown', ['postfix', join(directory, 'data')]);
    await writeFile(join(this.configuration, 'main.cf'), this.mainCf());
    const entries = await Promise.all(this.options.services.map((service) => this.masterEntry(service)));
    const mail = this.options.takesMail === true ? MAIL_CF : '';
    await writeFile(join(this.configuration, 'master.cf'), MASTER_CF + mail + entries.join(''));
    // Makes the directories of the queue with their owners and modes.
    await runCommand('postfix', ['-c', this.configuration, 'check']);
    this.daemon = Daemon.start({
      name: 'Postfix',
      command: [MASTER, '-c', this.configuration, '-d'],
      cwd: directory,
    });
    await this.daemon.ready(async () => ((await this.log()).includes('daemon started') ? true : undefined));
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private log(): Promise<string> {
    return readFile(join(this.options.directory, 'maillog'), 'utf8').catch(() => '');
  }

  private mainCf(): string {
    const { directory, takesMail = false } = this.options;
    const parameters: Readonly<Record<string, string>> = {
      compatibility_level: '3.6',
      queue_directory: join(directory, 'queue'),
      data_directory: join(directory, 'data'),
      maillog_file: join(directory, 'maillog'),
      maillog_file_prefixes: '/',
      syslog_name: 'postfix',
      myhostname: 'postfix.test',
      mydestination: takesMail ? this.hosts.join(', ') : '',
      local_recipient_maps: '',
      local_transport: 'discard:',
      fast_flush_domains: '',
      alias_maps: '',
      alias_database: '',
      inet_interfaces: '127.0.0.1',
      inet_protocols: 'ipv4',
      smtpd_peername_lookup: 'no',
    };
    return Object.entries(parameters)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join('');
  }

  private async masterEntry({ host, port, kind, chains }: ReceivingService): Promise<string> {
    const files = chains.map((_, index) => this.chainFile(host, index));
    await Promise.all(
      chains.map((chain, index) => writeFile(this.chainFile(host, index), keyAndChain(chain))),
    );
    const head = `${this.addressOf(host)}:${port} inet n - n - - smtpd`;
    return `${head} ${KIND_PARAMETERS[kind]} -o smtpd_tls_chain_files=${files.join(',')}\n`;
  }
}

/** As `smtpd_tls_chain_files` wants it: the key first, then its certificate and those above it. */
export function keyAndChain(chain: Chain): string {
  return `${chain[0]?.keyPem ?? ''}${chainPem(chain)}`;
}
