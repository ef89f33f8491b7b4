/**
 * A connection that TLS was set up on for one host and that carries mail for another: what the client thinks of the
 * certificate was decided at the first host, so nothing about the second follows from it.
 */
import { parseHostName, type HostName } from './address.js';
import type { NewObservation } from './observation.js';
import { isToken } from './token.js';

/** Whether the server name stands for another check or scenario than the recipient does. */
export function isOtherHost(
  host: HostName | null,
  { token, scenario }: Pick<NewObservation, 'token' | 'scenario'>,
): boolean {
  if (host?.kind === 'check') return host.scenario !== scenario || (token !== null && host.token !== token);
  return host?.kind === 'scenario' && host.scenario !== scenario;
}

/** Whether what happened to the recipient happened on a connection to another host of ours. */
export function isReused({
  scenario,
  tls,
  evidence,
}: Pick<NewObservation, 'scenario' | 'tls' | 'evidence'>): boolean {
  const recipient = evidence?.recipient?.toLowerCase();
  const serverName = tls?.serverName;
  if (recipient === undefined || serverName === null || serverName === undefined) return false;
  const at = recipient.lastIndexOf('@');
  const local = recipient.slice(0, at);
  const labels = recipient.slice(at + 1).split('.');
  const isClassic = isToken(local);
  const token = isClassic ? local : (labels[0] ?? null);
  const domain = labels.slice(isClassic ? 1 : 2).join('.');
  return isOtherHost(parseHostName(serverName, domain), { token, scenario });
}
