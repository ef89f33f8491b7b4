import { join } from 'node:path';

import { Daemon } from '../lab/daemon.js';
import { projectRoot } from '../lab/project-root.js';

export interface BaselineOptions {
  /** The file in this directory, without its extension, and what is given to it. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  /** Put before the command, to pin it to a core. */
  readonly prefix?: readonly string[];
}

/** A server that does only what cannot be left out, as a process of its own: it logs the port that it listens at. */
export class Baseline {
  private daemon: Daemon | undefined;
  port = 0;

  constructor(private readonly options: BaselineOptions) {}

  async start(): Promise<void> {
    const { program, cwd, prefix = [] } = this.options;
    const file = join(projectRoot(), `build/test/bench/${program}.js`);
    const daemon = Daemon.start({
      name: program,
      command: [...prefix, process.execPath, file, ...this.options.arguments],
      cwd,
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
