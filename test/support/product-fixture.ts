/** The API and the receiver on one store, with certificates and zone snippets: all that a simulated sender needs. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'vitest';

import { type ApiFixture, startApi } from './api-fixture.js';
import { DOMAIN, type ReceiverFixture, copyCertificates, startReceiver } from './receiver-fixture.js';
import { runCommandLine } from './run-command-line.js';

export interface ProductFixture {
  readonly api: ApiFixture;
  readonly receiver: ReceiverFixture;
  /** For commands of the product. */
  readonly env: Readonly<Record<string, string>>;
  readonly zonesDir: string;
  close(): Promise<void>;
}

export async function startProduct(): Promise<ProductFixture> {
  const certsDir = await copyCertificates();
  const zonesDir = join(certsDir, 'zones');
  const api = await startApi({ DOMAIN });
  const receiver = await startReceiver({ certsDir, wrapStore: () => api.receiver });
  const env = {
    ...{ DOMAIN, CERTS_DIR: certsDir, ZONES_DIR: zonesDir },
    ...{ HTTP_PORT: String(api.port), SMTP_PORT: String(receiver.port) },
  };
  expect(await runCommandLine(['dns'], env)).toMatchObject({ code: 0, stderr: '' });
  return {
    ...{ api, receiver, env, zonesDir },
    close: async () => {
      await receiver.close();
      await api.close();
      await rm(certsDir, { recursive: true });
    },
  };
}
