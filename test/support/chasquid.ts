/**
 * chasquid, a mail server written in Go, and so with other TLS than everybody's OpenSSL. One address serves all hosts:
 * it presents what fits the name in the handshake, or else its first certificate.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import { Daemon } from '../lab/daemon.js';
import {
  chainPem,
  type ReceivingServer,
  type ReceivingServerOptions,
  type ReceivingService,
} from './receiving-server.js';

const ADDRESS = '127.0.7.2';
const PORTS = { smtp: 25, submission: 587, submission_over_tls: 465 } as const;

export class Chasquid implements ReceivingServer {
  private daemon: Daemon | undefined;

  constructor(private readonly options: ReceivingServerOptions) {}

  addressOf(): string {
    return ADDRESS;
  }

  async start(): Promise<void> {
    const { directory, services } = this.options;
    // It does not start without a domain of its own.
    for (const name of ['domains/chasquid.test', 'data']) {
      await mkdir(join(directory, name), { recursive: true });
    }
    await Promise.all(services.map((service, index) => this.writeCertificates(service, index)));
    await writeFile(join(directory, 'chasquid.conf'), this.configuration());
    this.daemon = Daemon.start({
      name: 'chasquid',
      command: ['chasquid', `-config_dir=${directory}`],
      cwd: directory,
    });
    for (const port of Object.values(PORTS)) await this.daemon.ready(() => accepts(port));
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private configuration(): string {
    const { directory } = this.options;
    return [
      'hostname: "chasquid.test"',
      ...Object.entries(PORTS).map(([name, port]) => `${name}_address: "${ADDRESS}:${port}"`),
      'monitoring_address: ""',
      `data_dir: "${join(directory, 'data')}"`,
      'mail_log_path: "<stderr>"',
      '',
    ].join('\n');
  }

  /** Its folders are read in the order of their names. */
  private async writeCertificates({ host, chains }: ReceivingService, place: number): Promise<void> {
    for (const [index, chain] of chains.entries()) {
      const name = `${String(place).padStart(3, '0')}-${index}-${host}`;
      const folder = join(this.options.directory, 'certs', name);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'fullchain.pem'), chainPem(chain));
      await writeFile(join(folder, 'privkey.pem'), chain[0]?.keyPem ?? '');
    }
  }
}

function accepts(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, ADDRESS, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(undefined));
  });
}
