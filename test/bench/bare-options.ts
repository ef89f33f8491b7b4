import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SMTPServerOptions } from 'smtp-server';

/** A server that takes mail by STARTTLS and does nothing besides, with the certificate of that directory. */
export function bareOptions(certsDir: string): SMTPServerOptions {
  return {
    key: readFileSync(join(certsDir, 'leaf.key.pem')),
    cert: readFileSync(join(certsDir, 'leaf.chain.pem')),
    minVersion: 'TLSv1.2',
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    logger: false,
  };
}
