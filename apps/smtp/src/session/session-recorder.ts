import { type AppendResult, logStoreError, type Store } from '#store';
import { isOtherHost, parseHostName, type HostName, type NewObservation, type TlsFacts } from '#checks';
import { isReleaseCertificate, type ScenarioId } from '#scenarios';

import type { ReceiverLog } from '../limits/receiver-log.js';
import type { LiveChecks } from '../recipients/live-checks.js';
import type { ClientHello } from '../tls/client-hello.js';
import { highestVersion, versionName } from '../tls/hello-words.js';
import { certificateWords, type Ending, endingDetail, endingsOf, reusedWords } from './ending.js';
import { observe, printable, sessionFields, sessionLevel } from './observe.js';
import { RecentAttempts } from './recent-attempts.js';
import type { Session } from './session.js';

/** A message to one recipient, when all of it has arrived. */
export interface Delivery {
  readonly token: string;
  readonly scenario: ScenarioId;
  readonly recipient: string;
  readonly messageId: string | null;
  /** Of the first message of the session, by the sender's clock. */
  readonly queuedAt: number | null;
  readonly size: number;
}

/**
 * So long a completed handshake waits for what follows it: most sessions go on or end within that time, and both are
 * then written with one commit.
 */
const HOLD_MS = 100;

const NOT_STORED = 'an observation could not be stored';

/** Turns what happens in a session into observations, in the order in which it happened. */
export class SessionRecorder {
  private readonly pending = new Set<Promise<unknown>>();
  private readonly attempts = new RecentAttempts();

  constructor(
    private readonly domain: string,
    private readonly store: Pick<Store, 'observations'>,
    private readonly liveChecks: LiveChecks,
    private readonly log: ReceiverLog,
  ) {}

  /** The client named a host in its ClientHello. */
  serverNameSent(session: Session, name: string): HostName {
    const serverName = printable(name, 255);
    // As the ClientHello had it, which was read before.
    if (session.serverName === serverName && session.host !== null) return session.host;
    const host = parseHostName(serverName, this.domain);
    session.serverNameSent(serverName, host);
    // Asked now, the answer is there when the handshake ends; an error shows where the answer is used.
    if (host.kind === 'check') this.liveChecks.isLive(host.token).catch(() => undefined);
    return host;
  }

  /** Read before OpenSSL has, which may refuse it without asking for a certificate. */
  clientHelloRead(session: Session, hello: ClientHello): void {
    session.clientHelloRead(hello);
    if (hello.serverName !== null) this.serverNameSent(session, hello.serverName);
    session.unfinished = {
      version: versionName(highestVersion(hello)),
      cipher: null,
      serverName: session.serverName,
    };
  }

  handshakeEnded(session: Session, tls: TlsFacts): void {
    session.handshakeEnded(tls);
    const { host } = session;
    if (host?.kind !== 'check') return;
    session.held = observe(session, {
      kind: 'tls-established',
      token: host.token,
      scenario: host.scenario,
      detail: `The TLS handshake was completed with ${tls.version} and ${tls.cipher ?? 'an unnamed cipher suite'}.${afterRelease(session)}`,
    });
    setTimeout(() => {
      if (session.held !== null) this.inBackground(session, () => this.release(session));
    }, HOLD_MS).unref();
  }

  /** Resolves when each delivery is committed or has failed, with their results in their order. */
  async delivered(
    session: Session,
    deliveries: readonly Delivery[],
  ): Promise<PromiseSettledResult<AppendResult>[]> {
    const over =
      session.tls === null ? 'in clear text: the client did not use TLS' : `over ${session.tls.version}`;
    const observations = deliveries.map((delivery) => {
      const note = isOtherHost(session.host, delivery) ? ` ${reusedWords(session)}` : afterRelease(session);
      const detail = `We accepted a message of ${delivery.size} bytes ${over}.${note}`;
      return observe(session, { ...delivery, kind: 'delivered', detail });
    });
    await this.release(session);
    if (session.tls === null) {
      for (const { token, scenario } of deliveries) this.recordAttempt(session, token, scenario);
    }
    const results = await Promise.allSettled(
      observations.map((observation) => this.store.observations.append(observation)),
    );
    deliveries.forEach(({ token, scenario }, index) => {
      const result = results[index];
      if (result?.status === 'fulfilled' && result.value !== 'no-check') {
        session.messageDelivered(token, scenario);
        if (isReleaseCertificate(session.certificate)) this.liveChecks.forget(token);
      }
    });
    return results;
  }

  /**
   * The session is over, or nothing more can come of it. The last message may have arrived in full and not have been
   * read to its end: what becomes of it comes first, so that its recipients are not both rejected and delivered to.
   */
  ended(session: Session): void {
    const at = Date.now();
    this.attempts.note(session);
    const job = async (): Promise<void> => {
      const endings = endingsOf(session);
      this.log.logger[sessionLevel(session)](sessionFields(session, endings), 'session ended');
      await this.release(session);
      await Promise.all(endings.map((ending) => this.recordEnding(session, ending, at)));
    };
    this.track(
      session,
      session.reading.then(() => session.inOrder(job)),
    );
  }

  /** Resolves when everything that was given has been written or has failed. */
  async idle(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  /** Delivered in the clear: if the client tried TLS just before, without naming a check, this one shows why it gave up. */
  private recordAttempt(session: Session, token: string, scenario: ScenarioId): void {
    const attempt = this.attempts.before(session, { token, scenario });
    if (attempt === null) return;
    const facts = { reply: null, isReused: false, isNamed: false };
    const detail = `${endingDetail('tls-failed', attempt.session, facts)} It named no check; the same address delivered here without TLS within a minute.`;
    const failed = observe(attempt.session, { kind: 'tls-failed', token, scenario, detail });
    this.track(attempt.session, this.store.observations.append({ ...failed, at: attempt.at }));
  }

  private async recordEnding(session: Session, ending: Ending, at: number): Promise<void> {
    const observation = {
      ...observe(session, { ...ending, size: ending.recipient === null ? null : session.messageBytes }),
      at,
    };
    if (ending.token === null) await this.store.observations.append(observation);
    else await this.appendIfLive(session, ending.token, observation);
  }

  /** Gives the store what is held; resolves when it has it, which is before it is committed. */
  private async release(session: Session): Promise<void> {
    const { held } = session;
    session.held = null;
    if (held === null || held.token === null) return;
    try {
      if (!(await this.liveChecks.isLive(held.token))) return;
      this.track(session, this.store.observations.append(held));
    } catch (err) {
      logStoreError(this.log.states, err, NOT_STORED, { session: session.id });
    }
  }

  /** Anybody can invent server names: only those of live checks may cost a write. */
  private async appendIfLive(session: Session, token: string, observation: NewObservation): Promise<void> {
    if (!(await this.liveChecks.isLive(token))) return;
    const result = await this.store.observations.append(observation);
    this.log.logger.debug({ session: session.id, token, kind: observation.kind, result }, 'observed');
  }

  private inBackground(session: Session, job: () => Promise<void>): void {
    this.track(session, session.inOrder(job));
  }

  private track(session: Session, writing: Promise<unknown>): void {
    const done = writing
      .catch((err: unknown) => logStoreError(this.log.states, err, NOT_STORED, { session: session.id }))
      .finally(() => this.pending.delete(done));
    this.pending.add(done);
  }
}

function afterRelease(session: Session): string {
  return isReleaseCertificate(session.certificate) ? ` We had presented ${certificateWords(session)}.` : '';
}
