/** The program of a process that a test kills: begins a rollover in the directory of its argument, and never gets past its first question. */
import { runRollover } from '#rollover';

import { HOST, SERVER_OPTIONS, simpleWorld } from './rollover-scenes.js';

const [stateDir = ''] = process.argv.slice(2);
const world = simpleWorld();

await runRollover(
  HOST,
  SERVER_OPTIONS,
  () =>
    Promise.resolve({
      ...world.ports(),
      askNameServers: () => {
        process.stdout.write('at work\n');
        return new Promise(() => {
          setInterval(() => undefined, 60_000);
        });
      },
    }),
  stateDir,
);
