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

/** Of all processors since the machine started: what was worked, and with what they had nothing to do. */
export async function busyMs(): Promise<{ readonly busy: number; readonly all: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  // user nice system idle iowait irq softirq steal; guests are in the first two (proc_stat(5)).
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((total, one) => total + one, 0);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return { busy: (all - idle) * MS_PER_TICK, all: all * MS_PER_TICK };
}
