import { setTimeout as pause } from 'node:timers/promises';

import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import type { Config } from '#config';
import type { ProbeStepBody, ProbeTargetBody } from '#contracts';
import type { Rate, RateExceeded } from '#limits';
import type { Logger, SparingLog } from '#logging';
import { phrase, sinceEarlier } from '#probe';
import { STORE, type Store, logStoreError } from '#store';
import { isPhrase } from '#text';

import { CLOCK, type Clock, CONFIG, LOGGER, PROBE_ENGINE, STATE_LOG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import { type ActiveProbe, ActiveProbes, ProbeChanges, type ProbeOutcome } from './active-probes.js';
import type { ProbeEngine } from './engine/probe-engine.js';
import { type ProbeAdmission, type ProbePlace, ProbeQueue } from './probe-queue.js';
import { reportOf, statusOf } from './probe.view.js';

const WAITING_PER_RUNNING = 5;

/** How long the engine may take to tell what it knows once it was told to end. */
const GRACE_MS = 2_000;

/** Some 60 addresses with three handshakes each; more than a domain has that means well. */
const MAX_REPORT_CHARACTERS = 4_000_000;

/** How soon other APIs know that this process, and its probes, are no more; the clocks of their machines differ by less. */
export const PROBE_LEASE_MS = 10_000;

/** Runs probes, so many at once, each within its time, and writes down how they ended. */
@Injectable()
export class ProbeExecution implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly queue: ProbeQueue;
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(STORE) private readonly store: Store,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(STATE_LOG) private readonly stateLog: SparingLog,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(PROBE_ENGINE) private readonly engine: ProbeEngine,
    @Inject(ActiveProbes) private readonly active: ActiveProbes,
    @Inject(ProbeChanges) private readonly changes: ProbeChanges,
  ) {
    const { maxConcurrent } = config.probes;
    this.queue = new ProbeQueue(maxConcurrent, maxConcurrent * WAITING_PER_RUNNING);
    metrics.countProbes(() => this.queue.counts);
  }

  onApplicationBootstrap(): void {
    this.renewal = setInterval(() => void this.renew(), PROBE_LEASE_MS / 4).unref();
  }

  /** A place for one more probe of this client, or why it has to be refused. */
  reserve(client: string): ProbeAdmission {
    return this.queue.reserve(client);
  }

  begin(probe: ActiveProbe, place: ProbePlace): void {
    // The server is being shut down, and this probe has ended with it.
    if (probe.ending !== undefined) place.release();
    else place.fill(() => this.perform(probe));
  }

  /** What has not ended has failed: its visitor learns it now and not at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.renewal);
    this.queue.close();
    await Promise.all(this.active.all().map((probe) => this.conclude(probe, phrase('shutting-down'))));
    await this.engine.close();
  }

  private async renew(): Promise<void> {
    const ids = this.active.all().map(({ id }) => id);
    if (ids.length === 0) return;
    try {
      await this.store.probes.renew(ids, this.now() + PROBE_LEASE_MS);
    } catch (error) {
      logStoreError(this.stateLog, error, 'the probes that run could not be noted');
    }
  }

  private async perform(probe: ActiveProbe): Promise<void> {
    probe.begin();
    this.metrics.probesStarted.inc();
    this.changes.changed(probe.status);
    await this.conclude(probe, await this.outcomeOf(probe));
  }

  /** Never rejects. */
  private async outcomeOf(probe: ActiveProbe): Promise<ProbeOutcome> {
    const { id, domain, abort } = probe;
    const { timeoutMs } = this.config.probes;
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    const late = pause(timeoutMs + GRACE_MS, phrase('took-too-long'), { ref: false });
    const onStep = (step: ProbeStepBody): void => {
      probe.add(step);
      this.changes.changed(probe.status);
    };
    const count = (rates: readonly Rate[]): Promise<RateExceeded | null> => this.countTarget(domain, rates);
    try {
      const outcome = await Promise.race([this.engine.run(domain, onStep, abort.signal, count), late]);
      return isPhrase(outcome) ? outcome : await this.withHistory(domain, outcome);
    } catch (error) {
      // Ended together with the engine, it is no news.
      if (probe.ending === undefined) this.logger.error({ probe: id, domain, err: error }, 'a probe failed');
      return phrase('failed-here');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Without the store no probe begins; one that runs goes on within what this process counts itself. */
  private async countTarget(domain: string, rates: readonly Rate[]): Promise<RateExceeded | null> {
    try {
      return await this.store.rates.count(rates, this.now());
    } catch (error) {
      logStoreError(this.stateLog, error, 'a connection of a probe could not be counted', { domain });
      return null;
    }
  }

  /** With what the domain's last probe shows to have changed since. */
  private async withHistory(domain: string, result: ProbeTargetBody): Promise<ProbeTargetBody> {
    if (result.mtaSts?.id === undefined) return result;
    try {
      const earlier = await this.store.probes.findRecent(domain, 0);
      return sinceEarlier(result, earlier === null ? null : statusOf(earlier, this.now()).result);
    } catch (error) {
      logStoreError(this.stateLog, error, 'the last probe of a domain could not be read', { domain });
      return result;
    }
  }

  /** Writes down how the probe ended, then tells whoever watches. The first end counts. Never rejects. */
  private conclude(probe: ActiveProbe, outcome: ProbeOutcome): Promise<void> {
    return (probe.ending ??= this.writeDown(probe, outcome));
  }

  private async writeDown(probe: ActiveProbe, outcome: ProbeOutcome): Promise<void> {
    const { id, domain } = probe;
    const now = this.now();
    let ended = probe.endedWith(outcome, now);
    let report = reportOf(ended);
    if (report.length > MAX_REPORT_CHARACTERS) {
      ended = probe.endedWith(phrase('too-much'), now);
      report = reportOf(ended);
    }
    try {
      const state = ended.state === 'done' ? 'done' : 'failed';
      await this.store.probes.finish({ id, finishedAt: now, state, report });
    } catch (error) {
      logStoreError(this.stateLog, error, 'the end of a probe could not be stored', { probe: id, domain });
    }
    this.active.remove(probe);
    this.metrics.probesFinished.inc({ result: ended.result?.result ?? 'failed' });
    this.changes.changed(ended);
  }
}
