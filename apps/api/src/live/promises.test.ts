/** SECURITY.md says how much a visitor may ask for and hold: these are its numbers. */
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { CONSTANTS } from '#config';
import { WIDER } from '#limits';

import { MAX_SOCKETS } from './socket-admission.js';
import { MAX_WATCHED_PER_SOCKET } from './socket-limits.js';
import { MAX_WATCHES, WATCHES_PER_CONNECTION } from './watch-places.js';

const text = readFileSync('SECURITY.md', 'utf8').replaceAll('\n', ' ');
const grouped = (number: number): string => number.toLocaleString('en-US');

it.each([
  `an IPv4 /24 or IPv6 /56 may make ${WIDER} times as many requests a minute, a /48 ${WIDER ** 2} times as many`,
  `One client may have ${CONSTANTS.SOCKETS_PER_CLIENT} live connections, its networks 4 and 16 times as many, and all together ${grouped(MAX_SOCKETS)}`,
  `One connection may watch ${MAX_WATCHED_PER_SOCKET} checks and probes`,
  `one client ${WATCHES_PER_CONNECTION} for each connection that it may have`,
  `its networks 2 and 4 times as many, and all together ${grouped(MAX_WATCHES)}`,
])('%s', (promise) => {
  expect(text).toContain(promise);
});
