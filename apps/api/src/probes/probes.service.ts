import { randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';

import { createToken, isToken } from '#checks';
import type { Config } from '#config';
import type { ProbeBody } from '#contracts';
import type { Exhausted } from '#limits';
import { STORE, type Store, type StoredProbe } from '#store';

import { CLOCK, type Clock, CONFIG } from '../core/core.tokens.js';
import { ActiveProbe, ActiveProbes } from './active-probes.js';
import { PROBE_LEASE_MS, ProbeExecution } from './probe-execution.js';
import type { ProbePlace } from './probe-queue.js';
import { statusOf, viewProbe } from './probe.view.js';

export type ProbeAnswer =
  | { readonly kind: 'created' | 'known'; readonly body: ProbeBody }
  /** As many wait as may: of this client, of its network, or in all. */
  | { readonly kind: 'busy'; readonly exhausted: Exhausted };

/** How long a result stands for the next who asks: longer than a page is reloaded, shorter than a record is corrected. */
const CACHED_MS = 60_000;

@Injectable()
export class ProbesService {
  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(ActiveProbes) private readonly active: ActiveProbes,
    @Inject(ProbeExecution) private readonly execution: ProbeExecution,
  ) {}

  /** Begins a probe of the domain for the client at this address, unless one runs or has just been done. */
  async create(domain: string, client: string): Promise<ProbeAnswer> {
    const running = this.active.ofDomain(domain);
    if (running !== undefined) return this.known(running);
    const recent = await this.store.probes.findRecent(domain, this.now() - CACHED_MS);
    if (recent !== null) return { kind: 'known', body: viewProbe(this.config, statusOf(recent, this.now())) };
    // Somebody else may have asked during the look-up.
    const meanwhile = this.active.ofDomain(domain);
    if (meanwhile !== undefined) return this.known(meanwhile);
    const place = this.execution.reserve(client);
    return 'exhausted' in place ? { kind: 'busy', ...place } : this.begin(domain, place);
  }

  /** The probe as it is now; null when the id is unknown or malformed. */
  async read(id: string): Promise<ProbeBody | null> {
    if (!isToken(id)) return null;
    const active = this.active.find(id);
    if (active !== undefined) return viewProbe(this.config, active.status);
    const stored = await this.store.probes.find(id);
    // It may have begun during the look-up.
    const status = this.active.find(id)?.status ?? (stored === null ? null : statusOf(stored, this.now()));
    return status === null ? null : viewProbe(this.config, status);
  }

  private async known(probe: ActiveProbe): Promise<ProbeAnswer> {
    return (
      this.elsewhere(await probe.stored) ?? { kind: 'known', body: viewProbe(this.config, probe.status) }
    );
  }

  /** Whether another API runs it, or did: no change of it is noted here. */
  runsElsewhere({ id, state }: ProbeBody): boolean {
    return state === 'running' && this.active.find(id) === undefined;
  }

  private elsewhere(running: StoredProbe | null): ProbeAnswer | null {
    if (running === null) return null;
    return { kind: 'known', body: viewProbe(this.config, statusOf(running, this.now())) };
  }

  private async begin(domain: string, place: ProbePlace): Promise<ProbeAnswer> {
    const id = createToken(randomBytes);
    const createdAt = this.now();
    const leaseUntil = createdAt + PROBE_LEASE_MS;
    const stored = this.store.probes.insert(
      { id, domain, createdAt, leaseUntil },
      this.config.probes.maxStored,
    );
    const probe = new ActiveProbe(id, domain, createdAt, stored);
    this.active.add(probe);
    const leave = (): void => {
      this.active.remove(probe);
      place.release();
    };
    try {
      const known = this.elsewhere(await stored);
      if (known !== null) {
        leave();
        return known;
      }
    } catch (error) {
      leave();
      throw error;
    }
    this.execution.begin(probe, place);
    return { kind: 'created', body: viewProbe(this.config, probe.status) };
  }
}
