import { readFile } from 'node:fs/promises';

/** Linux counts in ticks, a hundred a second on every platform of Node (`getconf CLK_TCK`). */
const MS_PER_TICK = 10;

/** The processor time that a process has used so far, all its threads, in user mode and in the kernel. Linux only. */
export async function processorMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name of the program, in brackets, and may hold blanks; utime and stime are the 14th and 15th.
  const [utime = 'NaN', stime = 'NaN'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(utime) + Number(stime)) * MS_PER_TICK;
}
