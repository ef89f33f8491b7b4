import { connect } from 'node:net';

import { waitUntil } from '../patience.js';
import { type Attack, demand, inTurns, randomNumbers } from '../attack.js';
import { deliver } from '../mail-load.js';
import { SMTP_PORT, type World } from '../world.js';

const LINES_PER_SESSION = 100;
const SESSIONS_AT_ONCE = 40;
/** A client that the server lets wait has seen enough. */
const SESSION_MS = 5000;
/** What a steady process may have more of afterwards: garbage not collected yet. */
const SLACK_MEBIBYTES = 150;
const SLACK_DESCRIPTORS = 5;

const WORDS = [
  ...['EHLO', 'HELO', 'MAIL FROM:<a@b.test>', 'RCPT TO:<', 'DATA', 'BDAT 10 LAST', 'RSET', 'NOOP', 'VRFY'],
  ...['AUTH PLAIN', 'STARTTLS', 'XCLIENT ADDR=192.0.2.1', 'SIZE=99999999999999999999', 'BODY=8BITMIME'],
  ...['..', '\0', '\u00ff\u00fe', '\r', ' ', '\t', '>', '<', '@', ':', 'x'.repeat(3000), '%s%n', '\u001b[2J'],
];

export const fuzzedLines: Attack = {
  number: 5,
  title: 'fuzzed SMTP lines',
  inFastPart: false,
  async run({ fast, world: start }) {
    const limits = { SMTP_MAX_CONNECTIONS_PER_CLIENT: '1000', LOG_LEVEL: 'info' };
    const world = await start({ apps: ['smtp'], environment: limits });
    const lines = fast ? 10_000 : 107_049;
    await fuzz(world, 5000, 1);
    const memory = world.residentMebibytes('smtp');
    const descriptors = world.openDescriptors('smtp');
    await fuzz(world, lines, 2);
    await waitUntil('the descriptors to be closed', () =>
      world.openDescriptors('smtp') <= descriptors + SLACK_DESCRIPTORS ? true : undefined,
    );
    const after = world.residentMebibytes('smtp');
    demand(after < memory + SLACK_MEBIBYTES, `memory rose from ${memory} to ${after} MiB`);
    return {
      lines,
      crashes: 0,
      'MiB before': memory,
      'MiB after': after,
      'MiB at most': world.demandAlive('smtp'),
    };
  },
};

async function fuzz(world: World, lines: number, seed: number): Promise<void> {
  const random = randomNumbers(seed);
  const sessions = Math.ceil(lines / LINES_PER_SESSION);
  await inTurns(sessions, SESSIONS_AT_ONCE, (index) => {
    const count = Math.min(LINES_PER_SESSION, lines - index * LINES_PER_SESSION);
    return session(Array.from({ length: count }, () => line(random)));
  });
  world.demandAlive('smtp');
  const { reply, text } = await deliver(await world.createCheck(), '<after@client.test>');
  demand(reply === '250', `a delivery afterwards: ${text}`);
}

function line(random: (below: number) => number): Buffer {
  const kind = random(4);
  if (kind === 0) return Buffer.from(Array.from({ length: random(200) }, () => random(256)).concat(13, 10));
  const words = Array.from({ length: 1 + random(4) }, () => WORDS[random(WORDS.length)] ?? '');
  return Buffer.from(`${words.join(kind === 1 ? '' : ' ')}${kind === 3 ? '\n' : '\r\n'}`, 'latin1');
}

/** Sends all lines, answers or not, until the server closes or has them all. */
function session(lines: readonly Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port: SMTP_PORT, host: '127.0.0.1' });
    socket.setTimeout(SESSION_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.resume();
    socket.once('connect', () => {
      for (const one of lines) socket.write(one);
      socket.end();
    });
  });
}
