import { type HostName, isReleasable } from '#checks';
import { logStoreError } from '#store';

import type { ReceiverLog } from '../limits/receiver-log.js';
import type { LiveChecks } from '../recipients/live-checks.js';
import type { CertificateSelector, Presentation } from './certificate-selector.js';

/**
 * Which certificate a client is shown. The spare is presented at one kind of host alone: that of a released check, where a
 * TLSA record describes it. Everywhere else, and whenever in doubt, the leaf is.
 */
export class CertificateChoice {
  constructor(
    private readonly certificates: CertificateSelector,
    private readonly liveChecks: Pick<LiveChecks, 'isReleased'>,
    private readonly log: ReceiverLog,
  ) {}

  /** Only the answer for the host of a check that must be refused takes a look-up, and is awaited. */
  choose(host: HostName, present: (presentation: Presentation) => void): void {
    if (host.kind !== 'check' || !isReleasable(host.scenario))
      return present(this.certificates.select('leaf'));
    void this.isReleased(host.token, host.scenario).then((released) => {
      present(this.certificates.select(released ? 'spare' : 'leaf'));
    });
  }

  private async isReleased(token: string, scenario: string): Promise<boolean> {
    try {
      return await this.liveChecks.isReleased(token, scenario);
    } catch (err) {
      logStoreError(this.log.states, err, 'the store could not be asked whether a check is released', {
        token,
      });
      return false;
    }
  }
}
