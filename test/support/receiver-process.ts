/** The receiver as a process of its own. */
import { buildApp, spawnApp, type AppBuild, type AppProcess } from './app-process.js';

export type ReceiverBuild = AppBuild;

export interface ReceiverProcess extends AppProcess {
  /** Null when it ended before it listened. */
  readonly port: number | null;
}

export function buildReceiver(): Promise<ReceiverBuild> {
  return buildApp('apps/smtp');
}

/** Resolves when it listens or has ended. */
export async function spawnReceiver(
  built: ReceiverBuild,
  env: Readonly<Record<string, string>>,
): Promise<ReceiverProcess> {
  const app = await spawnApp(built, { SMTP_PORT: '0', ...env });
  return { ...app, port: app.listening === null ? null : Number(app.listening['port']) };
}
