import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, it, onTestFinished } from 'vitest';

import { runRollover } from '#rollover';
import { holdExclusively } from '#lock';

import { HOST, SERVER_OPTIONS, simpleWorld } from '../support/rollover-scenes.js';
import { tempDirOfTest } from '../support/temp-dir.js';

it('one process works on a rollover, and another one as soon as it was killed', async () => {
  const stateDir = await tempDirOfTest();
  const program = ['build/test/support/hold-rollover-lock.js', stateDir];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');

  const world = simpleWorld();
  const run = () => runRollover(HOST, SERVER_OPTIONS, () => Promise.resolve(world.ports()), stateDir);
  const locked = await run();
  expect(locked.state).toBe('locked');
  expect(locked.reason).toMatch(
    new RegExp(`^Another run \\(process ${child.pid ?? 0} on .*\\) is at work on ${HOST}$`),
  );
  expect(world.calls).toEqual([]);

  child.kill('SIGKILL');
  await closed;
  expect(await run()).toMatchObject({ state: 'waiting', step: 'propagate' });
});

it('holdExclusively gives a file to one at a time, and says when it cannot be written', async () => {
  const file = `${await tempDirOfTest()}/one.lock`;
  const held = await holdExclusively(file);
  expect(await holdExclusively(file)).toBeUndefined();
  await held?.release();
  const again = await holdExclusively(file);
  expect(again).toBeDefined();
  await again?.release();
  await expect(holdExclusively(`${file}/below`)).rejects.toThrow(
    `The lock ${file}/below cannot be taken: a part of the path is not a directory (ENOTDIR): correct the path`,
  );
});
