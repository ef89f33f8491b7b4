/** The receiver as a process of its own. */
import { spawnApp, type AppProcess } from './app-process.js';

export interface ReceiverProcess extends AppProcess {
  /** Throws with what it said when it ended before it listened. */
  readonly port: number;
}

/** Resolves when it listens or has ended. */
export async function spawnReceiver(env: Readonly<Record<string, string>>): Promise<ReceiverProcess> {
  const app = await spawnApp('smtp', { SMTP_PORT: '0', SMTP_WORKERS: '1', ...env });
  return {
    ...app,
    get port() {
      if (app.listening === null) throw new Error(`the receiver ended: ${app.stderr()}`);
      return Number(app.listening['port']);
    },
  };
}
