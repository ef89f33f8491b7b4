/** What is seen so far, on standard error: lines that change in place on a terminal, else a line for each change. */
import type { WriteStream } from 'node:tty';

import type { FollowedCheck, FollowedScenario } from '../check-client.js';
import { LiveLines } from '../live-lines.js';
import { printable } from '../printable.js';
import { plainStyle } from '../probe/report/style.js';
import { markOf, stateWord } from './report/states.js';

export interface LiveView {
  /** A line that stays. */
  note(line: string): void;
  show(check: FollowedCheck): void;
  end(): void;
}

export const noView: LiveView = { note: () => undefined, show: () => undefined, end: () => undefined };

/** A row says nothing new beyond this. */
const OPEN: ReadonlySet<string> = new Set(['waiting', 'not-seen']);

export class TerminalView implements LiveView {
  private readonly startedAt = performance.now();
  private readonly live: LiveLines;
  private scenarios: readonly FollowedScenario[] = [];
  private fetched = 0;

  constructor(
    private readonly stream: WriteStream,
    private readonly mailed: ReadonlySet<string>,
    private readonly waitMs: number,
  ) {
    this.live = new LiveLines(stream, (sign) => this.lines(sign));
  }

  note(line: string): void {
    this.live.clear();
    this.stream.write(`${line}\n`);
  }

  show({ scenarios, mtaSts }: FollowedCheck): void {
    this.fetched = mtaSts?.fetched.length ?? 0;
    this.scenarios = scenarios.filter(({ id }) => this.mailed.has(id));
  }

  end(): void {
    this.live.end();
  }

  private lines(sign: string): string[] {
    const seconds = Math.floor((performance.now() - this.startedAt) / 1000);
    const fetches = this.fetched === 0 ? '' : `, policies fetched: ${this.fetched}`;
    const decided = this.scenarios.filter(({ state }) => !OPEN.has(state));
    return [
      `${sign} ${decided.length} of ${this.mailed.size} scenarios seen${fetches}, ${seconds} of ${Math.round(this.waitMs / 1000)} s`,
      ...this.scenarios.map((scenario) => `  ${rowOf(scenario)}`),
    ];
  }
}

/** For logs: CI, cron. */
export class LineView implements LiveView {
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly stream: NodeJS.WritableStream,
    private readonly mailed: ReadonlySet<string>,
  ) {}

  note(line: string): void {
    this.stream.write(`${line}\n`);
  }

  show({ scenarios, mtaSts }: FollowedCheck): void {
    for (const { scenario, clientAddress } of mtaSts?.fetched ?? []) {
      const row = printable(`  ${scenario.padEnd(9)} policy fetched by ${clientAddress}`);
      if (!this.shown.has(row)) this.note(row);
      this.shown.set(row, row);
    }
    for (const scenario of scenarios) {
      const row = rowOf(scenario);
      const isNew = this.shown.get(scenario.id) !== row && !OPEN.has(scenario.state);
      if (this.mailed.has(scenario.id) && isNew) this.note(row);
      this.shown.set(scenario.id, row);
    }
  }

  end(): void {
    // Nothing to take away.
  }
}

function rowOf(scenario: FollowedScenario): string {
  const { sign } = markOf(scenario, plainStyle());
  const word = OPEN.has(scenario.state) ? 'waiting' : stateWord(scenario.state);
  return printable(
    `${OPEN.has(scenario.state) ? '·' : sign} ${scenario.id.padEnd(9)} ${scenario.title}: ${word}`,
  );
}
