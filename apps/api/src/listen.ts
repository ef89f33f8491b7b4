import type { AddressInfo } from 'node:net';

import type { NestExpressApplication } from '@nestjs/platform-express';

import type { Config } from '#config';
import { errnoCode } from '#text';

import { AdminServer } from './admin/admin-server.js';
import { PolicyListener } from './policies/policy-listener.js';

/** The API cannot listen; the message names the variable to change. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export interface Listening {
  readonly http: AddressInfo;
  readonly admin: AddressInfo;
}

type Place = Pick<Config['http'], 'host' | 'port'>;

/** The variables that say where. */
const VARIABLES = {
  http: { host: 'HTTP_HOST', port: 'HTTP_PORT' },
  admin: { host: 'ADMIN_HOST', port: 'ADMIN_PORT' },
  policies: { host: 'SMTP_HOST', port: 'MTA_STS=lab, port' },
} as const;
type Purpose = keyof typeof VARIABLES;

/** Resolves to where it listens: for everybody, and for the operator; in a lab for those who fetch policies, too. @throws ListenError */
export async function listen(
  app: NestExpressApplication,
  { http, admin, smtp, policyPort }: Pick<Config, 'http' | 'admin' | 'smtp' | 'policyPort'>,
): Promise<Listening> {
  const adminAddress = await explained('admin', admin, () =>
    app.get(AdminServer).listen(admin.port, admin.host),
  );
  for (const host of policyPort === undefined ? [] : smtp.hosts) {
    const where = { host, port: policyPort ?? 0 };
    await explained('policies', where, () => app.get(PolicyListener).listen(where.port, host));
  }
  await explained('http', http, () => app.listen(http.port, http.host));
  return { http: app.getHttpServer().address() as AddressInfo, admin: adminAddress };
}

async function explained<T>(purpose: Purpose, where: Place, begin: () => Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    const reason = explain(error, purpose, where);
    throw reason === null ? error : new ListenError(reason, { cause: error });
  }
}

function explain(error: unknown, purpose: Purpose, { host, port }: Place): string | null {
  const names = VARIABLES[purpose];
  switch (errnoCode(error)) {
    case 'EADDRINUSE':
      return `${names.port} ${port} on ${host} is in use by another program.`;
    case 'EACCES':
      return `${names.port} ${port} on ${host} may not be opened by this user.`;
    case 'EADDRNOTAVAIL':
      return `${names.host} ${host} is not an address of this machine.`;
    case undefined:
    default:
      return null;
  }
}
