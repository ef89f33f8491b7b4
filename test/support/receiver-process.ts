/** The receiver as a process of its own. */
import { spawnApp, type AppProcess } from './app-process.js';

export interface ReceiverProcess extends AppProcess {
  /** Null when it ended before it listened. */
  readonly port: number | null;
}

/** Resolves when it listens or has ended. */
export async function spawnReceiver(env: Readonly<Record<string, string>>): Promise<ReceiverProcess> {
  const app = await spawnApp('smtp', { SMTP_PORT: '0', ...env });
  return { ...app, port: app.listening === null ? null : Number(app.listening['port']) };
}
