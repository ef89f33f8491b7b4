import { totalmem } from 'node:os';

import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

import { packageVersion } from '#config';
import { readMemory } from '#process';

/** Of the process, by prom-client: it never gives back what watches the event loop and the garbage collector. */
let processMetrics: Registry | undefined;

function ofProcess(): Registry {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

/** What the API counts about itself, in a registry of its own. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly checksCreated = new Counter({
    name: 'havedane_checks_created_total',
    help: 'Checks created.',
    registers: [this.registry],
  });

  readonly outcomes = new Counter({
    name: 'havedane_check_outcomes_total',
    help: 'Outcomes that checks came to, as they were read or watched; one that changes counts for each, at one of several APIs.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly sessions = new Counter({
    name: 'havedane_sessions_total',
    help: 'What SMTP sessions came to, by scenario; a session that delivers several messages counts for each.',
    labelNames: ['scenario', 'outcome'],
    registers: [this.registry],
  });

  readonly observationsPushed = new Counter({
    name: 'havedane_observations_pushed_total',
    help: 'Observations of watched checks, by kind.',
    labelNames: ['kind'],
    registers: [this.registry],
  });

  readonly sockets = new Gauge({
    name: 'havedane_sockets',
    help: 'Live connections.',
    registers: [this.registry],
  });

  readonly watchedChecks = new Gauge({
    name: 'havedane_watched_checks',
    help: 'Checks that somebody is watching.',
    registers: [this.registry],
  });

  readonly watches = new Gauge({
    name: 'havedane_watches',
    help: 'Checks and probes that live connections watch, each counted for each connection, and requests that wait for a change.',
    registers: [this.registry],
  });

  readonly probesStarted = new Counter({
    name: 'havedane_probes_started_total',
    help: 'Probes of mail domains begun.',
    registers: [this.registry],
  });

  readonly probesFinished = new Counter({
    name: 'havedane_probes_finished_total',
    help: 'Probes ended, by result: ok, warning and error are about the domain, failed about this server.',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly storeUp = new Gauge({
    name: 'havedane_store_up',
    help: 'Whether the store answers: 1 or 0.',
    registers: [this.registry],
  });

  readonly memoryLimit = new Gauge({
    name: 'havedane_memory_limit_bytes',
    help: 'Memory that the container may use; without a limit, that of the machine.',
    registers: [this.registry],
  });

  readonly requestSeconds = new Histogram({
    name: 'havedane_http_request_duration_seconds',
    help: 'Time from the request to the end of its response, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });

  constructor() {
    new Gauge({
      name: 'havedane_build_info',
      help: 'Always 1; the labels say what runs.',
      labelNames: ['version', 'node'],
      registers: [this.registry],
    }).set({ version: packageVersion(), node: process.version }, 1);
    const { containerMiB } = readMemory();
    this.memoryLimit.set(containerMiB === null ? totalmem() : containerMiB * 1_048_576);
  }

  /** All of them and those of the process, in the text format of Prometheus. */
  read(): Promise<string> {
    return Registry.merge([ofProcess(), this.registry]).metrics();
  }

  /** @param counts asked for with every reading of the metrics */
  countProbes(counts: () => { readonly running: number; readonly waiting: number }): void {
    new Gauge({
      name: 'havedane_probes',
      help: 'Probes that run or wait now.',
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        const { running, waiting } = counts();
        this.set({ state: 'running' }, running);
        this.set({ state: 'waiting' }, waiting);
      },
    });
  }
}
