import { DEFAULT_CERTIFICATE } from '#scenarios';

import type { Ending } from './ending.js';
import type { Session } from './session.js';

/** What the log says of a session that is over: every fact once, and nothing about what did not happen. */
export function sessionFields(session: Session, endings: readonly Ending[]): Record<string, unknown> {
  const { host, alert, failure, reply } = session;
  const tls = session.tls ?? session.unfinished;
  return {
    session: session.id,
    client: session.clientAddress,
    port: session.clientPort,
    name: session.clientName,
    ...(tls === null ? {} : { tls: tls.version, ...(tls.cipher === null ? {} : { cipher: tls.cipher }) }),
    ...(session.serverName === null ? {} : { sni: session.serverName }),
    ...(host?.kind === 'check' ? { token: host.token } : {}),
    ...(session.certificate === null || session.certificate === DEFAULT_CERTIFICATE
      ? {}
      : { certificate: session.certificate }),
    reached: session.reached,
    end: session.end,
    ...(alert === null ? {} : { alert }),
    ...(failure === null ? {} : { failure }),
    ...(reply === null ? {} : { reply }),
    accepted: session.accepted,
    observed: endings.map(({ kind }) => kind),
    ms: Math.round(performance.now() - session.openedAt),
  };
}

/** A client of this machine that never says EHLO is a health check, every few seconds: nobody wants to read of it. */
export function sessionLevel({ clientAddress, clientName, reply }: Session): 'debug' | 'info' {
  const isLocal = clientAddress === '::1' || clientAddress.startsWith('127.');
  return isLocal && clientName === null && reply === null ? 'debug' : 'info';
}
