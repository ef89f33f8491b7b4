/** chasquid, written in Go, which enforces MTA-STS: it takes mail by submission, with a login. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createTransport } from 'nodemailer';

import { Daemon } from '../daemon.js';
import { resolvConf, withResolvConf } from '../in-namespace.js';
import { RESOLVER_ADDRESS } from '../lab-addresses.js';
import { findProgram } from '../programs.js';
import { runCommand } from '../run-command.js';
import type { Message } from '../sender.js';
import { type MatrixSender, messageText } from './matrix-sender.js';

const ADDRESS = '127.0.0.44';
const SUBMISSION_PORT = 587;
const USER = 'visitor@sender.test';
const PASSWORD = 'lab';

export class ChasquidSender implements MatrixSender {
  readonly title = 'chasquid';
  readonly settings = 'as it comes, trusting the authority of the lab';
  private daemon: Daemon | undefined;

  /** @param authority PEM file of the lab's */
  constructor(
    private readonly directory: string,
    private readonly authority: string,
  ) {}

  missing(): string | undefined {
    return ['chasquid', 'chasquid-util'].find((name) => findProgram(name) === undefined);
  }

  async version(): Promise<string> {
    const version = await runCommand('sh', ['-c', 'dpkg-query -W chasquid']);
    return `chasquid ${/\t([\d.]+)/.exec(version)?.[1] ?? ''}`;
  }

  async start(): Promise<void> {
    const { directory } = this;
    const certificate = join(directory, 'certs/chasquid.sender.test');
    for (const path of [certificate, join(directory, 'domains/sender.test'), join(directory, 'data')]) {
      await mkdir(path, { recursive: true });
    }
    await runCommand('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
      ...['-subj', '/CN=chasquid.sender.test'],
      ...['-keyout', join(certificate, 'privkey.pem'), '-out', join(certificate, 'fullchain.pem')],
    ]);
    await writeFile(join(directory, 'resolv.conf'), resolvConf(RESOLVER_ADDRESS));
    await writeFile(
      join(directory, 'chasquid.conf'),
      [
        'hostname: "chasquid.sender.test"',
        `smtp_address: "${ADDRESS}:25"`,
        `submission_address: "${ADDRESS}:${SUBMISSION_PORT}"`,
        `submission_over_tls_address: "${ADDRESS}:465"`,
        'monitoring_address: ""',
        `data_dir: "${join(directory, 'data')}"`,
        'mail_log_path: "<stderr>"',
        '',
      ].join('\n'),
    );
    await runCommand('chasquid-util', [`-C=${directory}`, 'user-add', USER, `--password=${PASSWORD}`]);
    this.daemon = Daemon.start({
      name: this.title,
      command: withResolvConf(join(directory, 'resolv.conf'), ['chasquid', `-config_dir=${directory}`]),
      cwd: directory,
      env: { SSL_CERT_FILE: this.authority },
    });
    await this.daemon.ready(() =>
      this.transport()
        .verify()
        .then(
          () => true as const,
          () => undefined,
        ),
    );
  }

  async send(message: Message): Promise<void> {
    await this.transport().sendMail({
      envelope: { from: message.from, to: [...message.recipients] },
      raw: messageText(message),
    });
  }

  /** It has no command for that. */
  async retry(): Promise<void> {}

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private transport() {
    return createTransport({
      ...{ host: ADDRESS, port: SUBMISSION_PORT, auth: { user: USER, pass: PASSWORD } },
      tls: { rejectUnauthorized: false },
    });
  }
}
