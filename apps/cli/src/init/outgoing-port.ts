/** Whether probes can leave by port 25. Only a connection shows it, so the operator names a mail server: nobody else's is used. */
import { once } from 'node:events';
import { connect } from 'node:net';

import { errnoCode, errnoText } from '#text';

import { printable } from '../printable.js';

const REMEDY = 'Probes need it, and nothing else does; ask the provider of this server to open it.';

const PATIENCE_MS = 10_000;

/** Of addresses that do not answer, all but the last are left after this time. */
const NEXT_ADDRESS_MS = 3000;

/** @returns one line; that of a problem begins with `! ` */
export async function outgoingPort(host: string, port = 25): Promise<string> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const socket = connect({ host, port, signal, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS });
  let whenSilent = `! Outgoing port ${port} seems to be blocked: ${host} did not answer in ${PATIENCE_MS / 1000} s. ${REMEDY}`;
  try {
    await once(socket, 'connect');
    whenSilent = `! Outgoing port ${port}: ${host} was reached, and sent no greeting. Try another mail server.`;
    socket.setEncoding('utf8');
    const [text = ''] = (await Promise.race([once(socket, 'data'), once(socket, 'end')])) as [string?];
    const greeting = text.slice(0, 100).split(/\r?\n/, 1)[0] ?? '';
    if (greeting === '') return whenSilent;
    return `Outgoing port ${port} is open: ${host} says "${printable(greeting)}". If that is another server, your provider intercepts it.`;
  } catch (error) {
    return signal.aborted ? whenSilent : failed(host, port, error);
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

function failed(host: string, port: number, error: unknown): string {
  const code = errnoCode(error) ?? '';
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return `! Outgoing port ${port} was not tested: the address of ${host} was not found (${code}).`;
  }
  if (['ECONNREFUSED', 'ECONNRESET'].includes(code)) {
    return `! Outgoing port ${port}: ${errnoText(error)}, by ${host} or by a firewall on the path. If that server takes mail from elsewhere, the port is blocked here. ${REMEDY}`;
  }
  // A route of the kind "prohibit", and some firewalls.
  const reason = ['EACCES', 'EPERM'].includes(code) ? `a rule forbids it (${code})` : errnoText(error);
  return `! Outgoing port ${port} is closed on this machine: ${reason}. See its firewall and its routes.`;
}
