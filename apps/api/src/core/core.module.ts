import { type DynamicModule, Global, Module } from '@nestjs/common';

import type { Config } from '#config';
import type { StubResolver } from '#dns';
import { type Logger, SparingLog } from '#logging';
import { StoreModule, logStoreError } from '#store';

import type { DnsLookup } from '../checks/systems/dns-lookup.js';
import type { Parser } from '../operator/parsing/parser.js';
import type { ResolveTxt } from '../operator/reports/resolve-txt.js';
import type { ProbeEngine } from '../probes/engine/probe-engine.js';
import {
  CLOCK,
  type Clock,
  CONFIG,
  DNS_LOOKUP,
  LOGGER,
  PARSER,
  PROBE_ENGINE,
  RESOLVE_TXT,
  SCENARIO_RESOLVER,
  STATE_LOG,
} from './core.tokens.js';

export interface Core {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly probeEngine: ProbeEngine;
  readonly resolveTxt: ResolveTxt;
  readonly dnsLookup: DnsLookup | null;
  readonly scenarioResolver: StubResolver | null;
  readonly parser: Parser;
}

/** What the features may ask for: the configuration, the store, the log, the time, DNS, and what probes. */
@Global()
@Module({})
export class CoreModule {
  static of({
    config,
    logger,
    clock,
    probeEngine,
    resolveTxt,
    dnsLookup,
    scenarioResolver,
    parser,
  }: Core): DynamicModule {
    const stateLog = SparingLog.ofStates(logger);
    return {
      module: CoreModule,
      imports: [
        StoreModule.forRoot({
          database: config.database,
          maxObservationsPerCheck: config.checks.maxObservationsPerCheck,
          onFeedError: (error) => logStoreError(stateLog, error, 'the feed of observations failed'),
        }),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: STATE_LOG, useValue: stateLog },
        { provide: CLOCK, useValue: clock },
        { provide: PROBE_ENGINE, useValue: probeEngine },
        { provide: RESOLVE_TXT, useValue: resolveTxt },
        { provide: DNS_LOOKUP, useValue: dnsLookup },
        { provide: SCENARIO_RESOLVER, useValue: scenarioResolver },
        { provide: PARSER, useValue: parser },
      ],
      exports: [
        CONFIG,
        LOGGER,
        STATE_LOG,
        CLOCK,
        PROBE_ENGINE,
        RESOLVE_TXT,
        DNS_LOOKUP,
        SCENARIO_RESOLVER,
        PARSER,
      ],
    };
  }
}
