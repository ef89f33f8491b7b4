/** The memory that the Compose file gives a service, as a control group where one can be made. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '../lab/project-root.js';

const GROUPS = [
  // The second is where version 1 stands beside version 2.
  { root: '/sys/fs/cgroup', limit: 'memory.max' },
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes' },
] as const;

type Service = 'api' | 'smtp' | 'observer' | 'caddy';

export interface MemoryLimit {
  readonly mebibytes: number;
  /** NODE_OPTIONS of the service; none of Caddy. */
  readonly nodeOptions: string;
  /** Put before the command. */
  readonly prefix: readonly string[];
  readonly isControlGroup: boolean;
  remove(): void;
}

/** `mem_limit` of the service in docker-compose.yml. */
export function composeMebibytes(service: Service): number {
  return Number(inService(service, / {4}mem_limit: (\d+)m$/));
}

/** What the first group of the expression has in the lines of the service. */
export function inService(service: Service, line: RegExp): string {
  const text = readFileSync(join(projectRoot(), 'docker-compose.yml'), 'utf8');
  const found = new RegExp(`^ {2}${service}:(?: &\\w+)?\\n(?: {4}.*\\n|\\n)*?${line.source}`, 'm').exec(
    text,
  )?.[1];
  if (found === undefined) throw new Error(`docker-compose.yml has no ${line.source} of ${service}`);
  return found;
}

/** What Compose gives the service: without a control group its heap is limited still, by its options. */
export function limitMemory(service: Service): MemoryLimit {
  const nodeOptions =
    service === 'caddy' ? '' : inService(service, / {6}NODE_OPTIONS: '(.*--max-old-space-size=\d+.*)'$/);
  const mebibytes = composeMebibytes(service);
  for (const { root, limit } of GROUPS) {
    const group = join(root, `havedane-attack-${process.pid}-${service}`);
    if (!existsSync(join(root, 'cgroup.procs'))) continue;
    try {
      mkdirSync(group);
      if (!existsSync(join(group, limit))) {
        rmdirSync(group);
        continue;
      }
      writeFileSync(join(group, limit), String(mebibytes * 2 ** 20));
    } catch {
      continue;
    }
    const enter = 'echo $$ > "$1" && shift && exec "$@"';
    return {
      mebibytes,
      nodeOptions,
      prefix: ['sh', '-c', enter, 'sh', join(group, 'cgroup.procs')],
      isControlGroup: true,
      remove: () => {
        removeGroup(group);
      },
    };
  }
  return { mebibytes, nodeOptions, prefix: [], isControlGroup: false, remove: () => undefined };
}

function removeGroup(group: string): void {
  try {
    rmdirSync(group);
  } catch {
    // A process that is about to end is in it still; an empty group costs nothing.
  }
}
