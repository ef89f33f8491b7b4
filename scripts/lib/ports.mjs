/** Whether the apps can have their ports, and whether they answer there. */
import { createServer, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { Failure } from './project.mjs';

const REASONS = {
  EADDRINUSE: (variable) => `is taken by another program: set ${variable} to another port`,
  EACCES: (variable) => `is reserved for root: set ${variable} to a port above 1023`,
  EADDRNOTAVAIL: (variable) => `is not on this machine: see ${variable.replace('PORT', 'HOST')}`,
};

/** @throws Failure naming the variable to change, when nothing can listen at this address */
export async function demandFree(host, port, variable) {
  const error = await listenOnce(host, port);
  if (error === undefined) return;
  const reason = REASONS[error.code]?.(variable) ?? `cannot be used (${error.message})`;
  throw new Failure(`${address(host, port)} ${reason} in .env or the environment.`);
}

function listenOnce(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Waits until something at this address accepts connections, or `abandoned` says that it never will. */
export async function accepting(host, port, abandoned) {
  while (!abandoned()) {
    if (await connects(host, port)) return true;
    await delay(50);
  }
  return false;
}

function connects(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}

export function address(host, port) {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
