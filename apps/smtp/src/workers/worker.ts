/** What passes between the process that listens and those that receive. */
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

import type { Config } from '#config';

/** The argument of a process that receives; behind it, how many there are. */
export const WORKER_ARGUMENT = 'worker';

/** What a receiver says: when it begins to take connections, and whenever it has read other certificates. */
interface Report {
  readonly certificates: string;
}

/** How many receivers share the load with this process, itself included; null in one that listens itself. */
export function sharedBy(args: readonly string[]): number | null {
  return args[0] === WORKER_ARGUMENT && process.send !== undefined ? Number(args[1]) : null;
}

/** What one of so many receivers may do: together they serve as many connections as one would. */
export function shareOf(config: Config, workers: number): Config {
  const maxConnections = Math.ceil(config.smtp.maxConnections / workers);
  return { ...config, smtp: { ...config.smtp, maxConnections } };
}

/** Takes the connections that the other process hands over, with the host that it listens on, once that has had a report. */
export function takeConnections(take: (host: string, socket: Socket) => void): void {
  process.on('message', ({ host }: { readonly host: string }, socket: Socket | undefined) => {
    // It may have closed on its way here.
    if (socket !== undefined) take(host, socket);
  });
  // Without the process that listens nothing more comes.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

export function report(certificates: string): void {
  const message: Report = { certificates };
  process.send?.(message);
}

export function onReport(child: ChildProcess, heard: (certificates: string) => void): void {
  child.on('message', ({ certificates }: Report) => heard(certificates));
}
