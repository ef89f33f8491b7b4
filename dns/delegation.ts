/** What the administrator gives to the registrar, or enters in the zone above, so that the own name server is found. */
import { join } from 'node:path';

import { readTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

import { alignColumns } from './columns.js';
import { type DnssecKey, formatDnskey, formatDs, parseDnskey } from './dnssec-key.js';
import { type FullZoneOptions, glueRows } from './full-zone.js';

/** The name server writes there, once it answers, the key that it answers with. */
const KEY_FILE = 'dnskey';

const SECURE_ENTRY_POINT = 1;

/** The name server has not told its key. */
export class NoKeyError extends Error {
  override readonly name = 'NoKeyError';
}

/**
 * The key that the name server of `domain` answers with.
 *
 * @throws NoKeyError when it does not run yet, or for another domain
 */
export async function readZoneKey(dir: string, domain: string): Promise<DnssecKey> {
  const path = join(dir, KEY_FILE);
  const text = await readTextFile(path).catch((error: unknown) => {
    if (errnoCode(error) !== 'ENOENT') throw new NoKeyError(`${path} cannot be read: ${fileFault(error)}`);
    throw new NoKeyError(
      `The name server does not answer for ${domain} yet: there is no ${path}. ` +
        'Start it with `docker compose --profile dns up -d`; its log says what it waits for.',
    );
  });
  const key = text
    .split('\n')
    .filter((line) => line.toLowerCase().startsWith(`${domain}.`))
    .flatMap((line) => parseDnskey(line) ?? [])
    .find(({ flags }) => (flags & SECURE_ENTRY_POINT) === SECURE_ENTRY_POINT);
  if (key === undefined)
    throw new NoKeyError(`${path} holds no key of ${domain}: does the name server run for another domain?`);
  return key;
}

/** Without a line feed at its end. */
export function formatDelegation(options: FullZoneOptions, key: DnssecKey): string {
  const { domain, nameServers } = options;
  const name = `${domain}.`;
  const glue = glueRows(options);
  const outside =
    'None: no name server is below the domain itself, so their addresses are found without help.';
  return [
    `To put ${domain} on the Internet, give this to the operator of the parent zone: the registrar, or your DNS provider.`,
    '',
    'Name servers (NS): who answers for the domain.',
    ...table(nameServers.map((server) => [name, 'NS', `${server}.`])),
    '',
    'Glue (registrars also say "host" or "child name server"): the addresses of name servers below the domain itself.',
    ...(glue.length === 0 ? [`  ${outside}`] : table(glue)),
    '',
    'DS: the fingerprint of the key that signs the zone. Without it no sender looks at TLSA records.',
    ...table([[name, 'DS', formatDs(domain, key)]]),
    '',
    'DNSKEY: the key itself, only for registrars that ask for it instead of the DS record.',
    ...table([[name, 'DNSKEY', formatDnskey(key)]]),
    '',
    'Enter the DS record last, when a resolver finds the name servers:',
    `  dig ${domain} NS`,
    'Then, after the time that the zone above keeps its records, the flag "ad" tells that all is right:',
    `  dig +dnssec ${domain} SOA`,
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): string[] {
  return alignColumns(rows).map((line) => `  ${line}`);
}
