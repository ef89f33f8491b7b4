import { Gauge, Registry } from 'prom-client';

import type { WatchReportBody } from '#contracts';

/** What a watch tells Prometheus: the state after the last look. */
export class WatchMetrics {
  readonly registry = new Registry();

  private readonly trouble = this.gauge(
    'havedane_watch_trouble',
    'Whether something is wrong with a target: 1 or 0; absent while it could not be seen yet.',
    ['target'],
  );
  private readonly troubles = this.gauge(
    'havedane_watch_troubles',
    'What is wrong, by its code: how many times.',
    ['target', 'code'],
  );
  private readonly since = this.gauge(
    'havedane_watch_trouble_since_timestamp_seconds',
    'When the trouble of a target began.',
    ['target'],
  );
  private readonly notAfter = this.gauge(
    'havedane_watch_certificate_not_after_timestamp_seconds',
    'When the first of the certificates that a target serves expires.',
    ['target'],
  );
  private readonly isSeeing = this.gauge(
    'havedane_watch_resolver_usable',
    'Whether the resolver answers and validates: 1 or 0. Without it nothing is seen.',
    [],
  );
  private readonly lookedAt = this.gauge(
    'havedane_watch_last_look_timestamp_seconds',
    'When was looked last.',
    [],
  );
  private readonly untold = this.gauge(
    'havedane_watch_untold',
    'Notifications that could not be handed over yet.',
    ['channel'],
  );

  take({ at, resolver, targets, untold }: WatchReportBody): void {
    this.lookedAt.set(seconds(at));
    this.isSeeing.set(resolver.trouble === null ? 1 : 0);
    for (const [channel, count] of Object.entries(untold)) this.untold.set({ channel }, count);
    // Who could see nothing keeps to what was seen last.
    if (resolver.trouble !== null) return;
    for (const gauge of [this.trouble, this.troubles, this.since, this.notAfter]) gauge.reset();
    for (const { target, state, since, troubles, notAfter } of targets) {
      this.trouble.set({ target }, state === 'trouble' ? 1 : 0);
      for (const { code } of troubles) this.troubles.inc({ target, code });
      if (since !== null) this.since.set({ target }, seconds(since));
      if (notAfter !== null) this.notAfter.set({ target }, seconds(notAfter));
    }
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

function seconds(timestamp: string): number {
  return Date.parse(timestamp) / 1000;
}
