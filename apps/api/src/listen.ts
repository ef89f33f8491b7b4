import type { AddressInfo } from 'node:net';

import type { NestExpressApplication } from '@nestjs/platform-express';

import type { Config } from '#config';

/** The API cannot listen; the message names the variable to change. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Resolves to where it listens. @throws ListenError */
export async function listen(
  app: NestExpressApplication,
  { host, port }: Pick<Config['http'], 'host' | 'port'>,
): Promise<AddressInfo> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const reason = explain(error, host, port);
    throw reason === null ? error : new ListenError(reason, { cause: error });
  }
  return app.getHttpServer().address() as AddressInfo;
}

function explain(error: unknown, host: string, port: number): string | null {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `HTTP_PORT ${port} on ${host} is in use by another program.`;
    case 'EACCES':
      return `HTTP_PORT ${port} on ${host} may not be opened by this user.`;
    case 'EADDRNOTAVAIL':
      return `HTTP_HOST ${host} is not an address of this machine.`;
    default:
      return null;
  }
}
