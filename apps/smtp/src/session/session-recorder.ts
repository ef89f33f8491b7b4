import { type AppendResult, type Store } from '#store';
import { parseHostName, type HostName, type NewObservation, type TlsFacts } from '#checks';
import type { Logger } from '#logging';
import type { ScenarioId } from '#scenarios';

import type { LiveChecks } from '../recipients/live-checks.js';
import { certificateWords } from './ending-detail.js';
import { endingsOf, type Ending } from './ending.js';
import { printable } from './printable.js';
import type { Session } from './session.js';

/** A message to one recipient, when all of it has arrived. */
export interface Delivery {
  readonly token: string;
  readonly scenario: ScenarioId;
  readonly recipient: string;
  readonly messageId: string | null;
  readonly size: number;
}

type Facts = Pick<NewObservation, 'kind' | 'token' | 'scenario' | 'detail'> &
  Partial<Pick<NonNullable<NewObservation['evidence']>, 'recipient' | 'messageId' | 'size'>>;

/** Longer than any address or Message-ID may be (RFC 5322 §2.1.1). */
const MAX_TEXT = 998;

/** Turns what happens in a session into observations, in the order in which it happened. */
export class SessionRecorder {
  private readonly pending = new Set<Promise<unknown>>();

  constructor(
    private readonly domain: string,
    private readonly store: Pick<Store, 'observations'>,
    private readonly liveChecks: LiveChecks,
    private readonly logger: Logger,
  ) {}

  /** The client named a host in its ClientHello. */
  serverNameSent(session: Session, name: string): HostName {
    const serverName = printable(name, 255);
    const host = parseHostName(serverName, this.domain);
    session.serverNameSent(serverName, host);
    // Asked now, the answer is there when the handshake ends; an error shows where the answer is used.
    if (host.kind === 'check') this.liveChecks.isLive(host.token).catch(() => undefined);
    return host;
  }

  handshakeEnded(session: Session, tls: TlsFacts): void {
    session.handshakeEnded(tls);
    const { host } = session;
    if (host?.kind !== 'check') return;
    const observation = observe(session, {
      kind: 'tls-established',
      token: host.token,
      scenario: host.scenario,
      detail: `The TLS handshake was completed with ${tls.version} and ${tls.cipher}.${afterRelease(session)}`,
    });
    this.inBackground(session, () => this.appendIfLive(session, host.token, observation));
  }

  /**
   * Resolves when the delivery is committed.
   *
   * @throws what the store throws
   */
  async delivered(session: Session, delivery: Delivery): Promise<AppendResult> {
    const over =
      session.tls === null ? 'in clear text: the client did not use TLS' : `over ${session.tls.version}`;
    const detail = `We accepted a message of ${delivery.size} octets ${over}.${afterRelease(session)}`;
    const result = await this.store.observations.append(
      observe(session, { ...delivery, kind: 'delivered', detail }),
    );
    if (result !== 'no-check') session.messageDelivered(delivery.token, delivery.scenario);
    return result;
  }

  /** The session is over, or nothing more can come of it. */
  ended(session: Session): void {
    const at = Date.now();
    this.inBackground(session, async () => {
      const endings = endingsOf(session);
      this.log(session, endings);
      for (const ending of endings) await this.recordEnding(session, ending, at);
    });
  }

  /** Resolves when everything that was given has been written or has failed. */
  async idle(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private async recordEnding(session: Session, ending: Ending, at: number): Promise<void> {
    const observation = {
      ...observe(session, { ...ending, size: ending.kind === 'rejected' ? session.messageBytes : null }),
      at,
    };
    if (ending.token === null) await this.store.observations.append(observation);
    else await this.appendIfLive(session, ending.token, observation);
  }

  /** Anybody can invent server names: only those of live checks may cost a write. */
  private async appendIfLive(session: Session, token: string, observation: NewObservation): Promise<void> {
    if (!(await this.liveChecks.isLive(token))) return;
    const result = await this.store.observations.append(observation);
    this.logger.debug({ session: session.id, token, kind: observation.kind, result }, 'observed');
  }

  private inBackground(session: Session, job: () => Promise<void>): void {
    const done = session
      .inOrder(job)
      .catch((err: unknown) =>
        this.logger.error({ session: session.id, err }, 'an observation could not be stored'),
      )
      .finally(() => this.pending.delete(done));
    this.pending.add(done);
  }

  private log(session: Session, endings: readonly Ending[]): void {
    const { tls, host, alert, failure, complaint } = session;
    this.logger.info(
      {
        session: session.id,
        client: session.clientAddress,
        port: session.clientPort,
        name: session.clientName,
        ...(tls === null ? {} : { tls: tls.version, cipher: tls.cipher }),
        ...(session.serverName === null ? {} : { sni: session.serverName }),
        ...(host?.kind === 'check' ? { token: host.token } : {}),
        ...(session.certificate === 'spare' ? { certificate: session.certificate } : {}),
        end: session.end,
        ...(alert === null ? {} : { alert }),
        ...(failure === null ? {} : { failure }),
        ...(complaint === null ? {} : { reply: complaint }),
        accepted: session.accepted,
        observed: endings.map(({ kind }) => kind),
        ms: Math.round(performance.now() - session.openedAt),
      },
      'session ended',
    );
  }
}

function observe(session: Session, facts: Facts): NewObservation {
  const { kind, token, scenario, detail } = facts;
  const { tls, serverName } = session;
  return {
    token,
    at: Date.now(),
    kind,
    scenario,
    clientAddress: session.clientAddress,
    clientName: shown(session.clientName),
    tls: tls === null ? null : { ...tls, serverName },
    detail: printable(detail, MAX_TEXT),
    evidence: {
      session: session.id,
      clientPort: session.clientPort,
      end: session.end,
      alert: session.alert,
      certificate: session.certificate,
      sinceCertificateMs: session.sinceCertificateMs(),
      mailFrom: shown(session.mailFrom),
      recipient: shown(facts.recipient ?? null),
      messageId: shown(facts.messageId ?? null),
      size: facts.size ?? null,
    },
  };
}

function afterRelease(session: Session): string {
  return session.certificate === 'spare' ? ` We had presented ${certificateWords(session)}.` : '';
}

function shown(text: string | null): string | null {
  return text === null ? null : printable(text, MAX_TEXT);
}
