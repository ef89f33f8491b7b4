import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Gauge, Registry } from 'prom-client';

import type { WatchReportBody } from '#contracts';
import { writeTextFile } from '#files';

/** What a watch tells Prometheus: the state after the last look. */
export class WatchMetrics {
  readonly registry = new Registry();

  private readonly alert = this.gauge(
    'havedane_watch_alert',
    'Whether something is wrong with a target: 1 or 0; absent while it could not be seen yet.',
    ['target'],
  );
  private readonly alerts = this.gauge(
    'havedane_watch_alerts',
    'What is wrong, by its code: how many times.',
    ['target', 'code'],
  );
  private readonly since = this.gauge(
    'havedane_watch_alert_since_timestamp_seconds',
    'When the alert of a target began.',
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
    this.isSeeing.set(resolver.alert === null ? 1 : 0);
    for (const [channel, count] of Object.entries(untold)) this.untold.set({ channel }, count);
    // Who could see nothing keeps to what was seen last.
    if (resolver.alert !== null) return;
    for (const gauge of [this.alert, this.alerts, this.since, this.notAfter]) gauge.reset();
    for (const { target, state, since, alerts, notAfter } of targets) {
      this.alert.set({ target }, state === 'alert' ? 1 : 0);
      for (const { code } of alerts) this.alerts.inc({ target, code });
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

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface MetricsServer {
  /** As it came to be, with port 0. */
  readonly address: ListenAddress;
  close(): Promise<void>;
}

/** Serves `/metrics` to Prometheus and nothing else. Rejects when it cannot listen. */
export async function serveMetrics(
  registry: Registry,
  { host, port }: ListenAddress,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void registry.metrics().then((text) => {
      response
        .writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' })
        .end(text);
    });
  });
  server.requestTimeout = 10_000;
  server.listen(port, host);
  await once(server, 'listening');
  const { address, port: own } = server.address() as AddressInfo;
  return {
    address: { host: address, port: own },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** For the textfile collector of node_exporter, which must never read half a file, and may be another user. */
export async function writeMetricsFile(path: string, text: string): Promise<void> {
  // Another ending: the collector reads every *.prom.
  const temporary = `${path}.new`;
  await writeTextFile(temporary, text, { flags: 'w', mode: 0o644 });
  await rename(temporary, path);
}
