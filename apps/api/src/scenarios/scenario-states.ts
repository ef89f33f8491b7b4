import { randomBytes } from 'node:crypto';

import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { createToken } from '#checks';
import type { Config } from '#config';
import type { StubResolver } from '#dns';
import type { Logger } from '#logging';
import {
  type KnownScenario,
  type Need,
  needsOwnDns,
  type OfferedScenario,
  offeredScenarios,
  settlesAt,
} from '#scenarios';
import { type DnsFault, dnsFault } from '#zones';

import { CLOCK, type Clock, CONFIG, LOGGER, SCENARIO_RESOLVER } from '../core/core.tokens.js';
import { ScenarioCertificates } from './scenario-certificates.js';

const EVERY_MS = 60 * 60_000;
/** While something is not as planned, or not known. */
const AGAIN_MS = 60_000;
/** While no resolver answers, which at start may not be there yet. */
const UNANSWERED_MS = 5_000;

/**
 * Why a scenario is not offered: the instance lacks something, a certificate that every sender trusts is not there (yet), or DNS does
 * not answer as the table says.
 */
export type Missing = Need | 'public-certificate' | 'dns-state';

export interface OfferedHere {
  readonly scenario: KnownScenario;
  /** Null: it is offered. */
  readonly missing: Missing | null;
}

/**
 * Which scenarios this instance offers. DNS is asked for every one of them through the validating resolver, at start and hourly:
 * one in another state than the table says is not measured, nor is one with MX records or zones of its own whose state is not known. Nor is one
 * under an MTA-STS policy while a certificate of a public authority is missing: a conforming sender would refuse where it must deliver.
 */
@Injectable()
export class ScenarioStates implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** By its settings, which do not change: every reading of a check asks. */
  private readonly planned: readonly OfferedScenario[];
  private readonly differing = new Map<string, DnsFault>();
  private readonly confirmed = new Set<string>();
  /** In place of a token: no check has it. */
  private readonly label = createToken(randomBytes);
  private timer: NodeJS.Timeout | undefined;
  private isEnding = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SCENARIO_RESOLVER) private readonly resolver: StubResolver | null,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ScenarioCertificates) private readonly certificates: Pick<ScenarioCertificates, 'areThere'>,
    @Inject(CLOCK) private readonly now: Clock,
  ) {
    this.planned = offeredScenarios(config);
  }

  onApplicationBootstrap(): void {
    if (this.resolver !== null) void this.run(this.resolver);
  }

  beforeApplicationShutdown(): void {
    this.isEnding = true;
    clearTimeout(this.timer);
  }

  /** Every scenario once, in the order of the table. */
  get offered(): readonly OfferedHere[] {
    return this.planned.map(({ scenario, missing }) => {
      return {
        scenario,
        missing: missing ?? this.missingHere(scenario),
      };
    });
  }

  get available(): readonly KnownScenario[] {
    return this.offered.flatMap(({ scenario, missing }) => (missing === null ? [scenario] : []));
  }

  private missingHere(scenario: KnownScenario): Missing | null {
    return this.certificates.areThere(scenario) ? this.missingState(scenario) : 'public-certificate';
  }

  /** Those of the quick check are always offered: without them there is nothing to offer. */
  private missingState(scenario: KnownScenario): 'dns-state' | null {
    if (scenario.level === 'quick') return null;
    const hasOwnRecords = scenario.mx !== undefined || needsOwnDns(scenario);
    const isUnknown = hasOwnRecords && !this.confirmed.has(scenario.id);
    return isUnknown || this.differing.has(scenario.id) ? 'dns-state' : null;
  }

  /** Resolves when DNS was asked about each scenario; never rejects. Answers whether the resolver could be asked. */
  async examine(resolver: StubResolver): Promise<boolean> {
    const { domain } = this.config;
    // A resolver that does not validate sees every zone as unsigned.
    const { validates } = await resolver.validates([domain]);
    if (validates !== 'yes') return validates !== 'unknown';
    for (const { scenario, missing } of this.planned) {
      if (this.isEnding) break;
      if (missing !== null) continue;
      this.note(scenario, await dnsFault(scenario, { domain, label: this.label }, resolver, this.now()));
    }
    return true;
  }

  private async run(resolver: StubResolver): Promise<void> {
    const isAnswered = await this.examine(resolver);
    if (this.isEnding) return;
    const isSettled = this.offered.every(({ missing }) => missing !== 'dns-state');
    const pause = Math.min(
      isSettled ? EVERY_MS : isAnswered ? AGAIN_MS : UNANSWERED_MS,
      // What changes has to be as planned before anybody is judged by it.
      Math.max(1, settlesAt(this.now()) - this.now()),
    );
    this.timer = setTimeout(() => void this.run(resolver), pause).unref();
  }

  /** What is not answered leaves what was known. */
  private note({ id }: KnownScenario, fault: DnsFault | null): void {
    if (fault?.kind === 'unanswered') return;
    const before = this.differing.get(id);
    if (fault === null) {
      this.confirmed.add(id);
      this.differing.delete(id);
      if (before !== undefined) this.logger.info({ scenario: id }, 'DNS is as planned again: offered');
      return;
    }
    this.confirmed.delete(id);
    this.differing.set(id, fault);
    const { name, expected, found } = fault;
    if (before === undefined) {
      this.logger.warn({ scenario: id, name, expected, found }, 'DNS is not as planned: not offered');
    }
  }
}
