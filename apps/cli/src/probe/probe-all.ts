/** Probes all targets at once, and hands out the results in the order of the command line. */
import type { ProbeTargetBody } from '#contracts';

import type { Target } from './target.js';

/** Each opens up to three connections to every address of every host; a process has about a thousand files. */
const AT_ONCE = 100;

export type ProbeOne = (target: Target) => Promise<ProbeTargetBody>;

/** `onResult` is called for each target as soon as it and all before it are known. */
export async function probeAll(
  targets: readonly Target[],
  probeOne: ProbeOne,
  onResult: (result: ProbeTargetBody) => void,
): Promise<ProbeTargetBody[]> {
  const results: (ProbeTargetBody | undefined)[] = targets.map(() => undefined);
  let next = 0;
  let told = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < targets.length; index = next++) {
      const target = targets[index] as Target;
      results[index] = { ...(await probeOne(target)), target: target.text };
      for (let result = results[told]; result !== undefined; result = results[told]) {
        told += 1;
        onResult(result);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, targets.length) }, work));
  return results.filter((result) => result !== undefined);
}
