import { join } from 'node:path';

import { Daemon } from '../lab/daemon.js';
import { projectRoot } from '../lab/project-root.js';

import { SERVER_CORE } from './throughput.js';

/** The baseline server, pinned to the core that the receiver is pinned to. */
export class BareServer {
  private daemon: Daemon | undefined;
  port = 0;

  constructor(
    private readonly directory: string,
    private readonly certsDir: string,
  ) {}

  async start(): Promise<void> {
    const program = join(projectRoot(), 'dist/test/bench/bare-server.js');
    const daemon = Daemon.start({
      name: 'bare smtp-server',
      command: [...SERVER_CORE, process.execPath, program, this.certsDir],
      cwd: this.directory,
    });
    this.daemon = daemon;
    this.port = await daemon.ready(() => {
      const port = /"port":(\d+)/.exec(daemon.lines.join('\n'))?.[1];
      return port === undefined ? undefined : Number(port);
    });
  }

  get pid(): number | undefined {
    return this.daemon?.pid;
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }
}
