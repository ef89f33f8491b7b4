import { readFile } from 'node:fs/promises';

/** Linux counts in ticks, a hundred a second on every platform of Node (`getconf CLK_TCK`). */
export const MS_PER_TICK = 10;

/** The processor time that a process has used so far, all its threads, in user mode and in the kernel. Linux only. */
export async function processorMs(pid: number): Promise<number> {
  return ticksOf(await readFile(`/proc/${pid}/stat`, 'utf8')).own * MS_PER_TICK;
}

/** Of the content of `/proc/PID/stat`: the parent, and the ticks of the process and of its children that have ended. */
export function ticksOf(stat: string): {
  readonly ppid: number;
  readonly own: number;
  readonly ofEnded: number;
} {
  // The second field is the name of the program, in brackets, and may hold blanks; utime is the 14th.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [utime = NaN, stime = NaN, cutime = NaN, cstime = NaN] = fields.slice(11, 15);
  return { ppid: fields[1] ?? NaN, own: utime + stime, ofEnded: cutime + cstime };
}
