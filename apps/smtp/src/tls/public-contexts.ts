/** The certificates of a public authority that mail servers under MTA-STS policies present, as Caddy keeps and renews them. */
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

import { CaddyCertificates, type PublicCertificate } from '#caddy';
import { mailHosts, publicMailServers } from '#checks';
import { type KnownScenario, SCENARIOS } from '#scenarios';

import type { ReceiverLog } from '../limits/receiver-log.js';

interface Ready {
  readonly certificate: PublicCertificate;
  readonly context: SecureContext;
}

export class PublicContexts {
  private readonly certificates: CaddyCertificates;
  private readonly ready = new Map<string, Ready>();

  /** @param dir Caddy's storage */
  constructor(
    dir: string,
    private readonly domain: string,
    private readonly tls: SecureContextOptions,
    private readonly log: ReceiverLog,
  ) {
    this.certificates = new CaddyCertificates(
      dir,
      SCENARIOS.flatMap((scenario) => publicMailServers(scenario, domain)),
    );
  }

  /** Takes over what is new; never rejects. */
  async look(): Promise<void> {
    try {
      const names = await this.certificates.look();
      if (names.length > 0) this.log.logger.info({ names }, 'certificates of a public authority are used');
    } catch (err) {
      this.log.states.error('the certificates of Caddy cannot be read', { err });
    }
  }

  /**
   * What is presented at the mail server of the scenario to which a client came. Null where there is no certificate that can be used:
   * in place of it, one of our own would have a conforming sender refuse where it must deliver.
   */
  select(scenario: KnownScenario, isAtFallback: boolean): SecureContext | null {
    const server = mailHosts(scenario, this.domain).find(
      ({ mx }) => scenario.fallback === undefined || (mx?.isFallback === true) === isAtFallback,
    );
    const certificate = server === undefined ? null : this.certificates.get(server.name);
    if (server === undefined || certificate === null) return null;
    const known = this.ready.get(server.name);
    if (known?.certificate === certificate) return known.context;
    const { key, cert } = certificate;
    const context = createSecureContext({ ...this.tls, key, cert });
    this.ready.set(server.name, { certificate, context });
    return context;
  }
}
