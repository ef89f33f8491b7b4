/**
 * Brings the phases of policies that change by the clock about, without waiting for hours: the product's clock is put ahead, and the
 * name server gets other lengths of phases. Senders and their resolver keep the real time.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { changesByPhase, PHASE_MS, phaseAt, type PhaseName, SCENARIOS } from '#scenarios';

import { readScenarios } from '../lab/api-client.js';
import { waitUntil } from '../lab/poll.js';
import type { Product } from '../lab/product.js';
import { projectRoot } from '../lab/project-root.js';

const SHIFTED_CLOCK = join(projectRoot(), 'test/support/shifted-clock.mjs');

/** The scenarios that change. */
export const CHANGING: readonly string[] = SCENARIOS.filter(changesByPhase).map(({ id }) => id);

export class ShiftedPhases {
  /** Of the first phase, counted from the epoch: the next that begins. */
  private readonly first = 2 * Math.ceil(Date.now() / PHASE_MS / 2);

  private constructor(private readonly clock: string) {}

  /** @param directory for the shift of the clock */
  static async create(directory: string): Promise<ShiftedPhases> {
    const phases = new ShiftedPhases(join(directory, 'clock-shift'));
    await phases.shift(0);
    return phases;
  }

  /** What the product has to be started with. */
  get environment(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import ${SHIFTED_CLOCK}`, CLOCK_SHIFT_FILE: this.clock };
  }

  /** Keeps the phase of the real clock, with answers of DNS that nobody remembers. */
  stay(product: Product): Promise<void> {
    return this.publish(product, phaseAt(Date.now()).name);
  }

  /** Starts the product again, an hour after that phase began. */
  async enter(product: Product, phase: PhaseName): Promise<void> {
    await this.publish(product, phase);
    await product.stop();
    await this.shift((this.first + (phase === 'first' ? 0 : 1)) * PHASE_MS + 3_600_000 - Date.now());
    await Promise.all([product.start(), product.startObserver()]);
    const isOffered = async (): Promise<true | undefined> => {
      const scenarios = await readScenarios(product.url);
      const isMissing = ({ id, available, missing }: (typeof scenarios)[number]): boolean =>
        !available && (missing === 'dns-state' || CHANGING.includes(id));
      return scenarios.some(isMissing) ? undefined : true;
    };
    await waitUntil('DNS to be as planned', isOffered, { intervalMs: 500 });
  }

  private async publish({ nameServerDir }: Product, phase: PhaseName): Promise<void> {
    const zone = join(nameServerDir, 'zone');
    const seconds = Math.floor(Date.now() / 1_000 / (phase === 'first' ? 0.5 : 1.5));
    const text = await readFile(zone, 'utf8');
    await writeFile(
      zone,
      text.replace(/phases of \d+ s/, `phases of ${seconds} s`).replaceAll('  60  IN  TXT', '  1  IN  TXT'),
    );
  }

  private shift(ms: number): Promise<void> {
    return writeFile(this.clock, String(Math.round(ms)));
  }
}
