import type { IncomingMessage } from 'node:http';

import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';

import { ProblemException } from '../../problem/problem.exception.js';
import { problem } from '../../problem/problems.js';
import { ClientAddresses } from '../../security/client-addresses.js';

/** What a proxy adds to a request (RFC 7239, RFC 9110 §7.6.3). */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'];
/** A page in the operator's browser can make its own name point to this machine; it cannot change what Host says. */
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Lets in who asks from this machine and for this machine: over the port that is published on loopback alone, or an SSH
 * tunnel to it. In the Compose appliance such a request comes from the host's end of the API's network.
 */
@Injectable()
export class DirectAccessGuard implements CanActivate {
  constructor(@Inject(ClientAddresses) private readonly clients: ClientAddresses) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, socket } = context.switchToHttp().getRequest<IncomingMessage>();
    const isProxied = PROXY_HEADERS.some((name) => headers[name] !== undefined);
    const isLocal = LOCAL_HOST.test(headers.host ?? '') && this.clients.isNear(socket.remoteAddress ?? '');
    if (isLocal && !isProxied) return true;
    throw new ProblemException(
      problem('not-through-proxy', 'Ask on the machine itself, at its loopback address.'),
    );
  }
}
