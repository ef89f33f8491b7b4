import { randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';

import {
  checkUrl,
  createToken,
  isToken,
  foremostRelease,
  judge,
  NO_RELEASES,
  refusedBySystem,
  releaseChangesAt,
  type Outcome,
  type Releases,
  releasesOf,
  releaseTime,
} from '#checks';
import type { Config } from '#config';
import type { CheckBody } from '#contracts';
import { type CheckAtOneMoment, STORE, type Store } from '#store';
import type { LanguageTag } from '#words';

import { CLOCK, type Clock, CONFIG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import { ScenarioStates } from '../scenarios/scenario-states.js';
import { CheckChanges } from './check-changes.js';
import { KnownFetches } from './systems/known-fetches.js';
import { KnownSessions } from './systems/known-sessions.js';
import { Outcomes } from './outcomes.js';
import { PolicyOutages } from './policy-outages.js';
import { SystemsService } from './systems/systems.service.js';
import { viewCheck } from './check.view.js';

/** A check as it is at one moment. */
export interface CheckReading {
  readonly bodyIn: (language: LanguageTag) => CheckBody;
  readonly revision: number;
  readonly outcome: Outcome;
  readonly release: CheckBody['release']['state'];
  /** Scenarios whose queued message can be released now. */
  readonly possible: readonly string[];
  /** How many releases were asked for. */
  readonly requests: number;
  /** When it would change by time alone, or be gone (milliseconds since the epoch); null when it would not. */
  readonly changesAt: number | null;
  /** Client addresses whose refusals named no check: another check that is mailed from one of them may have caused them. */
  readonly sharedClients: ReadonlySet<string>;
  /** Scenarios whose release can open now that an address is known to be of a server's system; not yet stored. */
  readonly systemRefusals: readonly string[];
}

export type ReleaseAnswer =
  | { readonly kind: 'released'; readonly reading: CheckReading }
  | { readonly kind: 'unknown-check' }
  /** No refusal is proven, or only one that names no check. */
  | { readonly kind: 'impossible'; readonly state: CheckBody['release']['state'] };

@Injectable()
export class ChecksService {
  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CheckChanges) private readonly changes: CheckChanges,
    @Inject(SystemsService) private readonly systems: SystemsService,
    @Inject(ScenarioStates) private readonly scenarios: ScenarioStates,
    @Inject(Outcomes) private readonly outcomes: Outcomes,
    @Inject(KnownFetches) private readonly fetches: KnownFetches,
    @Inject(KnownSessions) private readonly sessions: KnownSessions,
    @Inject(PolicyOutages) private readonly outages: PolicyOutages,
  ) {}

  async create(language: LanguageTag): Promise<CheckBody> {
    const createdAt = this.now();
    const check = {
      token: createToken(randomBytes),
      createdAt,
      expiresAt: createdAt + this.config.checks.retentionMs,
    };
    await this.store.checks.insert(check, this.config.checks.maxChecks);
    this.metrics.checksCreated.inc();
    const stored = { ...check, releases: NO_RELEASES, observationsDropped: 0 };
    const reading = this.readingOf({ check: stored, observations: [], reports: [], revision: 0 });
    return reading.bodyIn(language);
  }

  /** Where its page is; null when the token is unknown, malformed or expired. */
  async urlOf(token: string): Promise<string | null> {
    const isLive = isToken(token) && (await this.store.checks.isLive(token, this.now()));
    return isLive ? checkUrl(this.config.publicUrl, token) : null;
  }

  /** The check as it is now; null when the token is unknown, malformed or expired. */
  async read(token: string): Promise<CheckReading | null> {
    const reading = isToken(token) ? await this.readNow(token) : null;
    if (reading !== null) void this.outcomes.note(token, reading.outcome);
    return reading;
  }

  private async readNow(token: string): Promise<CheckReading | null> {
    const found = await this.store.checks.find(token, this.now());
    if (found === null) return null;
    const reading = this.readingOf(found);
    if (reading.systemRefusals.length === 0 || !(await this.noteSystemRefusals(token, reading)))
      return reading;
    const changed = await this.store.checks.find(token, this.now());
    return changed === null ? null : this.readingOf(changed);
  }

  /** Answers whether they were noted: a store that cannot write still has a reading to show, and the next one tries again. */
  private async noteSystemRefusals(token: string, { systemRefusals }: CheckReading): Promise<boolean> {
    try {
      for (const scenario of systemRefusals) {
        await this.store.checks.noteSystemRefusal(token, scenario, this.now());
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Lets the queued message of the check through, from now on. Asking again changes nothing. */
  async release(token: string): Promise<ReleaseAnswer> {
    const before = await this.read(token);
    if (before === null) return { kind: 'unknown-check' };
    const { release: state } = before;
    if (state === 'not-yet' || state === 'unavailable') return { kind: 'impossible', state };
    const possible = before.possible;
    if (possible.length === 0) return { kind: 'released', reading: before };

    for (const scenario of possible) await this.store.checks.requestRelease(token, scenario, this.now());
    this.changes.changed(token);
    const after = await this.read(token);
    return after === null ? { kind: 'unknown-check' } : { kind: 'released', reading: after };
  }

  /** How many releases were asked for of each of the checks, here or at another API; of the others none. */
  countRequests(tokens: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.store.checks.countRequests(tokens);
  }

  private readingOf({ check, observations: own, reports, revision }: CheckAtOneMoment): CheckReading {
    const known = this.systems.knowledgeFor(check.token, own);
    const { observations: seen, systems } = this.sessions.of(check, own, known);
    const { observations, cache } = this.fetches.of(check, seen, known);
    const now = this.now();
    const afterMs = this.config.checks.releaseAfterMs;
    const releases = releasesOf(check.releases, observations, afterMs, now);
    const release = foremostRelease(releases);
    const releasedAt = openingTimes(check.releases, afterMs);
    const catalogue = this.scenarios.available;
    const outages = this.outages.of(check);
    const { createdAt } = check;
    const options = { catalogue, createdAt, releasedAt, systems, outages };
    const verdict = judge(observations, now, release.state, options);
    const meaning = { revision, observations, reports, verdict, cache, release, releases, outages };
    return {
      bodyIn: inEachLanguage((language) => viewCheck(this.config, check, meaning, language)),
      revision,
      outcome: verdict.outcome,
      release: release.state,
      possible: releases.flatMap(({ scenario, state }) => (state === 'possible' ? [scenario] : [])),
      requests: [...check.releases.values()].filter(({ requestedAt }) => requestedAt !== null).length,
      changesAt: earliest(check.expiresAt, verdict.changesAt, ...releases.map(releaseChangesAt)),
      sharedClients: new Set(
        observations
          .filter(({ attribution }) => attribution === 'same-client')
          .map(({ clientAddress }) => clientAddress),
      ),
      systemRefusals: refusedBySystem(verdict.servers, observations).filter(
        (scenario) => !check.releases.has(scenario),
      ),
    };
  }
}

/** Each language once, and none that nobody reads. */
function inEachLanguage(view: (language: LanguageTag) => CheckBody): CheckReading['bodyIn'] {
  const bodies = new Map<LanguageTag, CheckBody>();
  return (language) => {
    const body = bodies.get(language) ?? view(language);
    bodies.set(language, body);
    return body;
  };
}

/** When the release of each scenario opened, or will. */
function openingTimes(releases: Releases, afterMs: number | null): ReadonlyMap<string, number> {
  return new Map(
    [...releases].flatMap(([scenario, facts]) => {
      const at = releaseTime(facts, afterMs);
      return at === null ? [] : [[scenario, at] as const];
    }),
  );
}

function earliest(...times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
