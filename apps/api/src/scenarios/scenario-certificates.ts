import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { CaddyCertificates } from '#caddy';
import { publicNames } from '#checks';
import type { Config } from '#config';
import type { Logger, SparingLog } from '#logging';
import { type KnownScenario, SCENARIOS } from '#scenarios';

import { CONFIG, LOGGER, STATE_LOG } from '../core/core.tokens.js';

/** Longer than the receiver takes to present what is new. */
const LOOK_MS = 5_000;

/** For which scenarios under MTA-STS policies the certificates of a public authority are there, which Caddy gets. */
@Injectable()
export class ScenarioCertificates implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Null where senders trust the authority of CERTS_DIR, or no policies are served. */
  private readonly certificates: CaddyCertificates | null;
  /** Names that were there before the latest look: the receiver has them by now. */
  private presented: ReadonlySet<string> = new Set();
  private hasLooked = false;
  private timer: NodeJS.Timeout | undefined;
  private isEnding = false;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'caddyDir' | 'domain'>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(STATE_LOG) private readonly log: SparingLog,
  ) {
    const { caddyDir, domain } = config;
    const names = SCENARIOS.flatMap((scenario) => publicNames(scenario, domain));
    this.certificates = caddyDir === undefined ? null : new CaddyCertificates(caddyDir, names);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.certificates !== null) await this.look(this.certificates);
  }

  beforeApplicationShutdown(): void {
    this.isEnding = true;
    clearTimeout(this.timer);
  }

  areThere(scenario: KnownScenario): boolean {
    const { certificates, presented } = this;
    if (certificates === null) return true;
    const names = publicNames(scenario, this.config.domain);
    return names.every((name) => certificates.get(name) !== null && presented.has(name));
  }

  /** Never rejects. */
  private async look(certificates: CaddyCertificates): Promise<void> {
    const known = new Set(this.names(certificates));
    try {
      await certificates.look();
    } catch (err) {
      this.log.error('the certificates of Caddy cannot be read', { err });
    }
    const names = this.names(certificates).filter((name) => !known.has(name));
    if (names.length > 0) this.logger.info({ names }, 'certificates of a public authority are there');
    // What was there before us, the receiver read when it started.
    this.presented = this.hasLooked ? known : new Set(names);
    this.hasLooked = true;
    if (this.isEnding) return;
    this.timer = setTimeout(() => void this.look(certificates), LOOK_MS).unref();
  }

  private names(certificates: CaddyCertificates): string[] {
    return SCENARIOS.flatMap((scenario) => publicNames(scenario, this.config.domain)).filter(
      (name) => certificates.get(name) !== null,
    );
  }
}
