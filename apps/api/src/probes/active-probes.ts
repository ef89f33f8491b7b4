import { Injectable } from '@nestjs/common';

import type { ActiveProbe } from './active-probe.js';

/** The probes that wait, run, or are being written to the store; of each domain one. */
@Injectable()
export class ActiveProbes {
  private readonly byId = new Map<string, ActiveProbe>();
  private readonly byDomain = new Map<string, ActiveProbe>();

  add(probe: ActiveProbe): void {
    this.byId.set(probe.id, probe);
    this.byDomain.set(probe.domain, probe);
  }

  remove(probe: ActiveProbe): void {
    this.byId.delete(probe.id);
    if (this.byDomain.get(probe.domain) === probe) this.byDomain.delete(probe.domain);
  }

  find(id: string): ActiveProbe | undefined {
    return this.byId.get(id);
  }

  ofDomain(domain: string): ActiveProbe | undefined {
    return this.byDomain.get(domain);
  }

  all(): ActiveProbe[] {
    return [...this.byId.values()];
  }
}
