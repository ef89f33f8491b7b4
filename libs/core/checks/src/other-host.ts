import type { HostName } from './address.js';
import type { NewObservation } from './observation.js';

/**
 * Whether a server name stands for another check or scenario than a recipient does: what the client thinks of our certificate
 * was then decided at another host, and nothing was presented for the one of the recipient.
 */
export function isOtherHost(
  host: HostName | null,
  { token, scenario }: Pick<NewObservation, 'token' | 'scenario'>,
): boolean {
  if (host?.kind === 'check') return host.scenario !== scenario || (token !== null && host.token !== token);
  return host?.kind === 'scenario' && host.scenario !== scenario;
}
