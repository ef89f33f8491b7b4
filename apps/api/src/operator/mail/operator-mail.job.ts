import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import type { Logger, SparingLog } from '#logging';
import { type OperatorMessage, STORE, type Store, isStoreUnavailable, logStoreError } from '#store';

import { CLOCK, type Clock, LOGGER, STATE_LOG } from '../../core/core.tokens.js';
import { OperatorMetrics } from '../operator-metrics.js';
import { MAX_UNFINISHED, ParserFailure } from '../parsing/parser.js';
import { ReportMailService } from '../reports/report-mail.service.js';
import { TlsReportsService } from '../reports/tls-reports.service.js';
import { backoffMs, MAX_ATTEMPTS } from './backoff.js';
import { Forwarder } from './forwarder.js';
import { RestingClients } from './resting-clients.js';

const EVERY_MS = 2_000;
const CLEAN_EVERY_MS = 3_600_000;
/** Longer than any attempt: until then no other process takes the message up. */
const LEASE_MS = 10 * 60_000;

/** Evaluates TLS reports that came by mail and forwards the rest, one message after the other, the oldest first. */
@Injectable()
export class OperatorMailJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timers: NodeJS.Timeout[] = [];
  private running: Promise<void> | undefined;
  private isEnding = false;
  private readonly resting = new RestingClients();
  /** While the relay is down, forwarding waits; the messages stay due. */
  private relayDownUntil = 0;

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(STATE_LOG) private readonly stateLog: SparingLog,
    @Inject(Forwarder) private readonly forwarder: Forwarder,
    @Inject(ReportMailService) private readonly reportMail: ReportMailService,
    @Inject(TlsReportsService) private readonly reports: TlsReportsService,
    @Inject(OperatorMetrics) private readonly metrics: OperatorMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.timers = [
      setInterval(() => void this.run(), EVERY_MS).unref(),
      setInterval(() => void this.clean(), CLEAN_EVERY_MS).unref(),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.running;
  }

  /** Resolves when nothing is due any more; never rejects: the next run tries again. */
  run(): Promise<void> {
    this.running ??= this.handleDue()
      .catch((error: unknown) =>
        logStoreError(this.stateLog, error, 'mail to the operator could not be handled'),
      )
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  private async handleDue(): Promise<void> {
    while (!this.isEnding) {
      const resting = this.resting.keys();
      const message = (await this.takeDue(resting)) ?? (resting.length > 0 ? await this.takeDue([]) : null);
      if (message === null) return;
      await this.resting.watch(message, () => this.handle(message));
    }
  }

  private takeDue(exceptClients: readonly string[]): Promise<OperatorMessage | null> {
    const now = this.now();
    const canForward = this.forwarder.isConfigured && now >= this.relayDownUntil;
    const purposes = canForward ? (['tls-report', 'mail'] as const) : (['tls-report'] as const);
    return this.store.operatorMail.takeDue(purposes, now, now + LEASE_MS, exceptClients);
  }

  private async handle(message: OperatorMessage): Promise<void> {
    try {
      // Counted in the store before the work, so that a crash counts too.
      if (message.unfinished > MAX_UNFINISHED) return await this.setAside(message);
      if (message.purpose === 'tls-report') await this.evaluate(message);
      else await this.forward(message);
    } catch (err) {
      if (err instanceof ParserFailure && err.kind === 'ended') return this.keepCounted(message, err);
      // Putting it off would fail as well; it is due again when its lease ends.
      if (isStoreUnavailable(err)) throw err;
      this.logger.error({ message: message.id, err }, 'a message to the operator could not be handled');
      await this.putOff(message, 'an error, which the log of the API has');
    }
  }

  /** The process lives, but it might not have: the attempt stays counted as one without an end. */
  private async keepCounted(message: OperatorMessage, err: ParserFailure): Promise<void> {
    const { id, attempts, unfinished } = message;
    if (unfinished >= MAX_UNFINISHED) return this.setAside(message);
    this.metrics.mailHandled('put-off');
    this.logger.warn({ message: id, attempts, err }, 'mail to the operator put off');
    const problem = 'parsing it took too long or too much memory';
    await this.store.operatorMail.settle(id, {
      dueAt: this.now() + backoffMs(attempts),
      problem,
      unfinished,
    });
  }

  private setAside(message: OperatorMessage): Promise<void> {
    const what = `handling it never came to an end, ${MAX_UNFINISHED} times`;
    return this.giveUp(
      message,
      `it is set aside: ${what}; \`havedane inbox show --raw ${message.id}\` prints it`,
    );
  }

  private async evaluate(message: OperatorMessage): Promise<void> {
    const outcome = await this.reportMail.evaluate(message);
    const others = message.recipients.filter((address) => !address.toLowerCase().startsWith('tls-reports@'));
    switch (outcome.kind) {
      case 'later':
        return this.putOff(message, outcome.reason);
      case 'evaluated':
        this.metrics.mailHandled('evaluated');
        if (others.length === 0) await this.store.operatorMail.delete([message.id]);
        else await this.leaveToOperator(message, null);
        return;
      case 'for-the-operator':
        return this.leaveToOperator(message, outcome.reason);
    }
  }

  /** From here on it is mail like any other. */
  private async leaveToOperator({ id }: OperatorMessage, problem: string | null): Promise<void> {
    await this.store.operatorMail.settle(id, { purpose: 'mail', dueAt: this.now(), attempts: 0, problem });
  }

  private async forward(message: OperatorMessage): Promise<void> {
    const outcome = await this.forwarder.forward(message);
    switch (outcome.kind) {
      case 'sent':
        await this.store.operatorMail.delete([message.id]);
        this.metrics.mailHandled('forwarded');
        this.logger.info({ message: message.id }, 'mail to the operator forwarded');
        return;
      case 'later':
        if (outcome.isRelayDown) this.relayDownUntil = this.now() + backoffMs(1);
        return this.putOff(message, outcome.reason);
      case 'never':
        return this.giveUp(message, outcome.reason);
    }
  }

  private async putOff(message: OperatorMessage, reason: string): Promise<void> {
    const { id, attempts } = message;
    if (attempts >= MAX_ATTEMPTS) return this.giveUp(message, `${reason}; ${attempts} attempts were made`);
    this.metrics.mailHandled('put-off');
    this.logger.warn({ message: id, attempts, reason }, 'mail to the operator put off');
    await this.store.operatorMail.settle(id, { dueAt: this.now() + backoffMs(attempts), problem: reason });
  }

  /** It stays in the mailbox: nobody is told but the operator, least of all a sender whose name may be forged. */
  private async giveUp({ id }: OperatorMessage, reason: string): Promise<void> {
    this.metrics.mailHandled('given-up');
    this.logger.warn({ message: id, reason }, 'mail to the operator stays in the mailbox');
    await this.store.operatorMail.settle(id, { dueAt: null, problem: reason });
  }

  private async clean(): Promise<void> {
    try {
      await this.reports.deleteOld();
    } catch (error) {
      logStoreError(this.stateLog, error, 'old TLS reports could not be deleted');
    }
  }
}
