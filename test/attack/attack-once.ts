/** One attack from its first installation to its row of the table: it may throw, hang or leave a rejection behind. */
import { join } from 'node:path';

import type { Attack } from './attack.js';
import { figures, type Row } from './results.js';
import { World } from './world.js';

/** The longest takes two minutes on two quiet cores. */
const MOST_MS = 1_200_000;

export interface AttackSettings {
  readonly fast: boolean;
  readonly directory: string;
  readonly certsDir: string;
}

/** Never rejects. */
export async function attackOnce(attack: Attack, settings: AttackSettings): Promise<Row> {
  const { number, title } = attack;
  const started = performance.now();
  const end = (state: Row['state'], text: string): Row => ({
    ...{ number, title, state, text },
    seconds: (performance.now() - started) / 1000,
  });
  const cleanUps: (() => Promise<unknown>)[] = [];
  const trouble = watchForTrouble();
  try {
    return end('stood', figures(await Promise.race([run(attack, settings, cleanUps), trouble.happens])));
  } catch (error) {
    return end('FAILED', textOf(error));
  } finally {
    for (const cleanUp of cleanUps.reverse()) {
      await cleanUp().catch((error: unknown) => console.log(`    cleaning up: ${textOf(error)}`));
    }
    trouble.stop();
  }
}

function run(
  attack: Attack,
  { fast, directory, certsDir }: AttackSettings,
  cleanUps: (() => Promise<unknown>)[],
): ReturnType<Attack['run']> {
  let worlds = 0;
  return attack.run({
    fast,
    directory,
    world: async (options = {}) => {
      const world = await World.start(join(directory, String(worlds++)), certsDir, options);
      cleanUps.push(() => world.stop());
      return world;
    },
    atEnd: (work) => cleanUps.push(work),
  });
}

/** What would otherwise end the run: an error that nobody awaits, or nothing at all for minutes. */
function watchForTrouble(): { readonly happens: Promise<never>; readonly stop: () => void } {
  let fail: (error: unknown) => void = () => undefined;
  const happens = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  // The attack may have ended when something fails while it is cleaned up.
  happens.catch(() => undefined);
  const timer = setTimeout(() => fail(new Error(`not over after ${MOST_MS / 1000} s`)), MOST_MS);
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  return {
    happens,
    stop: () => {
      clearTimeout(timer);
      process.off('uncaughtException', fail).off('unhandledRejection', fail);
    },
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
