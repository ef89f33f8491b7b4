import type { AddressInfo } from 'node:net';

import type { NestExpressApplication } from '@nestjs/platform-express';

import type { Config } from '#config';
import { errnoCode } from '#text';

import { AdminServer } from './admin/admin-server.js';

/** The API cannot listen; the message names the variable to change. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export interface Listening {
  readonly http: AddressInfo;
  readonly admin: AddressInfo;
}

/** Resolves to where it listens: for everybody, and for the operator. @throws ListenError */
export async function listen(
  app: NestExpressApplication,
  { http, admin }: Pick<Config, 'http' | 'admin'>,
): Promise<Listening> {
  const adminAddress = await explained('ADMIN', admin, () =>
    app.get(AdminServer).listen(admin.port, admin.host),
  );
  await explained('HTTP', http, () => app.listen(http.port, http.host));
  return { http: app.getHttpServer().address() as AddressInfo, admin: adminAddress };
}

async function explained<T>(
  name: 'HTTP' | 'ADMIN',
  where: Pick<Config['http'], 'host' | 'port'>,
  begin: () => Promise<T>,
): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    const reason = explain(error, name, where);
    throw reason === null ? error : new ListenError(reason, { cause: error });
  }
}

function explain(
  error: unknown,
  name: 'HTTP' | 'ADMIN',
  { host, port }: Pick<Config['http'], 'host' | 'port'>,
): string | null {
  switch (errnoCode(error)) {
    case 'EADDRINUSE':
      return `${name}_PORT ${port} on ${host} is in use by another program.`;
    case 'EACCES':
      return `${name}_PORT ${port} on ${host} may not be opened by this user.`;
    case 'EADDRNOTAVAIL':
      return `${name}_HOST ${host} is not an address of this machine.`;
    case undefined:
    default:
      return null;
  }
}
