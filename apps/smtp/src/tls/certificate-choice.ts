import type { SecureContext } from 'node:tls';

import type { HostName } from '#checks';
import {
  DEFAULT_CERTIFICATE,
  findCertificate,
  findScenario,
  isOfPublicAuthority,
  type KnownScenario,
  type ListenerPlan,
  SCENARIOS,
} from '#scenarios';
import { logStoreError } from '#store';

import type { ReceiverLog } from '../limits/receiver-log.js';
import type { LiveChecks } from '../recipients/live-checks.js';
import type { CertificateSelector, Presentation } from './certificate-selector.js';
import type { PublicContexts } from './public-contexts.js';

const FALLBACK_CERTIFICATE = SCENARIOS.find(({ fallback }) => fallback !== undefined)?.fallback;

/**
 * Which certificate a client is shown: that of the host's scenario, or the one of its release at the host of a released
 * check. Where there is no such host it is the default one.
 */
export class CertificateChoice {
  constructor(
    private readonly certificates: CertificateSelector,
    private readonly liveChecks: Pick<LiveChecks, 'isReleased'>,
    private readonly log: ReceiverLog,
    /** Null where senders trust the authority of CERTS_DIR, or no policies are served. */
    private readonly contexts: PublicContexts | null,
  ) {}

  /** For a client that came to the address of fallbacks and names no host; null: as for all others. */
  get unnamedFallback(): Presentation | null {
    return FALLBACK_CERTIFICATE === undefined ? null : this.certificates.select(FALLBACK_CERTIFICATE);
  }

  /** Presents nothing, and speaks those versions of TLS. */
  none(versions: ListenerPlan['versions']): SecureContext {
    return this.certificates.none[versions];
  }

  /**
   * Only the answer for the host of a check that can be released takes a lookup, and is awaited. Null: the certificate cannot be
   * used. Another one would have a conforming sender refuse where it must deliver.
   *
   * @param isAtFallback whether the client came to the address of fallbacks
   */
  choose(host: HostName, isAtFallback: boolean, present: (presentation: Presentation | null) => void): void {
    const scenario =
      host.kind === 'check' || host.kind === 'scenario' ? findScenario(host.scenario) : undefined;
    const usual = (): Presentation | null => this.usual(scenario, isAtFallback);
    const release = scenario?.release ?? null;
    if (host.kind !== 'check' || release === null) return present(usual());
    void this.isReleased(host.token, host.scenario).then((released) => {
      present((released ? this.certificates.select(release) : null) ?? usual());
    });
  }

  private usual(scenario: KnownScenario | undefined, isAtFallback: boolean): Presentation | null {
    const own = isAtFallback ? scenario?.fallback : undefined;
    const certificate = own ?? scenario?.certificate ?? DEFAULT_CERTIFICATE;
    const isPublic = isOfPublicAuthority(findCertificate(certificate));
    if (this.contexts === null || scenario === undefined || !isPublic)
      return this.certificates.select(certificate);
    const context = this.contexts.select(scenario, isAtFallback);
    return context === null ? null : { certificate, context };
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
