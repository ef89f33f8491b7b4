/** The table that the suite prints. */
import { cpus, totalmem } from 'node:os';

/** What was counted, in the order in which it is shown: `{ 'answered 250': 488 }`. */
export type Results = Readonly<Record<string, number | string>>;

export interface Row {
  readonly number: number;
  readonly title: string;
  readonly state: 'stood' | 'FAILED';
  readonly seconds: number;
  readonly text: string;
}

export function figures(results: Results): string {
  return Object.entries(results)
    .map(([name, value]) => `${typeof value === 'number' ? value.toLocaleString('en') : value} ${name}`)
    .join(', ');
}

export function printRow({ number, title, state, seconds, text }: Row): void {
  console.log(
    `${String(number).padStart(2)}  ${title.padEnd(44)}  ${state.padEnd(6)}  ${seconds.toFixed(1).padStart(5)} s  ${text}`,
  );
}

export function printMachine(memory: string): void {
  const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
  console.log(`${cpus().length} cores, ${gibibytes} GiB, Node ${process.version}; ${memory}\n`);
}
