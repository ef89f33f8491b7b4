/** The name servers that the machine itself uses (resolv.conf(5)). */
import { isIP } from 'node:net';

import { readTextFile } from '#files';
import { errnoText } from '#text';

import { DNS_PORT, type Endpoint } from './endpoint.js';

/** There is no resolver to ask; the message is one line and says what to do. */
export class NoServersError extends Error {
  override readonly name = 'NoServersError';
}

/**
 * Those of the configuration, or where it names none, those of the machine.
 *
 * @throws NoServersError
 */
export async function resolverServers(configured: readonly Endpoint[]): Promise<readonly Endpoint[]> {
  return configured.length > 0 ? configured : systemServers();
}

/**
 * The `nameserver` lines, in their order.
 *
 * @throws NoServersError
 */
export async function systemServers(file = '/etc/resolv.conf'): Promise<Endpoint[]> {
  const servers = nameServers(await readText(file));
  if (servers.length > 0) return servers;
  throw new NoServersError(
    `There is no nameserver line in ${file}: set DNS_RESOLVER to a validating resolver.`,
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readTextFile(file);
  } catch (error) {
    const reason = errnoText(error);
    throw new NoServersError(
      `${file} cannot be read (${reason}): set DNS_RESOLVER to a validating resolver.`,
      {
        cause: error,
      },
    );
  }
}

function nameServers(text: string): Endpoint[] {
  return text.split('\n').flatMap((line) => {
    const address = /^nameserver\s+(\S+)/.exec(line)?.[1] ?? '';
    return isIP(address) === 0 ? [] : [{ address, port: DNS_PORT }];
  });
}
