import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

import type { ProbeStatus } from './active-probe.js';

/** Probes of this process that went on. */
@Injectable()
export class ProbeChanges {
  private readonly probes = new Subject<ProbeStatus>();

  changed(probe: ProbeStatus): void {
    this.probes.next(probe);
  }

  subscribe(listener: (probe: ProbeStatus) => void): void {
    this.probes.subscribe(listener);
  }
}
