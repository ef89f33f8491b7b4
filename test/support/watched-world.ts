/** Mail servers whose keys can be changed, the signed zone that tells of them, and who is to be told: all on loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';

import { formatTlsa, tlsaRecord } from '#dane';

import { type MailServer, startMailServer } from './mail-server.js';
import { type SignedDns, startSignedDns } from './signed-dns.js';
import { startStaticNameServer, zoneFile } from './static-name-server.js';
import { issueCertificate, type TestCertificate } from './x509.js';

const NAME_SERVER = { address: '127.0.0.86', port: 53 };
const SECOND_NAME_SERVER = { address: '127.0.0.87', port: 53 };

const DAY_MS = 86_400_000;

export interface WatchedWorld {
  readonly dns: SignedDns;
  /** `HOST:PORT` of a host whose records are those of the published key. */
  readonly right: string;
  /** Its records match nothing. */
  readonly wrong: string;
  /** Its records are not the same at both name servers, where there are two. */
  readonly parted: string;
  /** Of the domain watched.test, with `right` as its MX host, at port 25. */
  readonly port: number;
  /** Those who connect from now on get the published key, or another one. */
  present(key: 'published' | 'other'): void;
  /** The record that is missing while the other key is presented. */
  readonly missingRecord: string;
  stop(): Promise<void>;
}

/** @param options.nameServers whether two name servers can be asked themselves: at port 53, which takes root */
export async function startWatchedWorld(options = { nameServers: false }): Promise<WatchedWorld> {
  const published = issue();
  const other = issue();
  const contexts = {
    published: createSecureContext({ key: published.keyPem, cert: published.pem }),
    other: createSecureContext({ key: other.keyPem, cert: other.pem }),
  };
  let presented: keyof typeof contexts = 'published';
  const mail = await startMailServer({
    tls: { SNICallback: (_name, callback) => callback(null, contexts[presented]) },
  });
  const name = (host: string) => `_${mail.port}._tcp.${host}.watched.test.`;
  const { dns, stop } = await startDns(mail, options.nameServers, {
    right: recordOf(published),
    wrong: `3 1 1 ${'ab'.repeat(32)}`,
    parted: recordOf(published),
  });
  return {
    dns,
    ...{ right: `right.watched.test:${mail.port}`, wrong: `wrong.watched.test:${mail.port}` },
    parted: `parted.watched.test:${mail.port}`,
    port: mail.port,
    present: (key) => {
      presented = key;
    },
    missingRecord: `${name('right')} IN TLSA ${recordOf(other)}`,
    stop: async () => {
      await Promise.all([stop(), mail.close()]);
    },
  };
}

function issue(): TestCertificate {
  const dnsNames = ['right', 'wrong', 'parted'].map((host) => `${host}.watched.test`);
  return issueCertificate({
    ...{ name: 'watched.test', dnsNames },
    ...{ notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 90 * DAY_MS) },
  });
}

function recordOf({ der }: TestCertificate): string {
  return formatTlsa(tlsaRecord(3, 1, 1, der));
}

/** The second name server has another record for `parted`. */
async function startDns(
  { host, port }: MailServer,
  hasNameServers: boolean,
  data: Readonly<Record<string, string>>,
) {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-watched-'));
  const records = (tlsa: Readonly<Record<string, string>>) => [
    '. NS ns2.test.',
    `ns2.test. A ${SECOND_NAME_SERVER.address}`,
    ...Object.entries(tlsa).flatMap(([label, text]) => [
      `${label}.watched.test. A ${host}`,
      `_${port}._tcp.${label}.watched.test. TLSA ${text}`,
    ]),
  ];
  const [dns, second] = await Promise.all([
    startSignedDns({
      records: records(data),
      ...(hasNameServers ? { nameServer: NAME_SERVER } : {}),
    }),
    hasNameServers
      ? startStaticNameServer({
          ...{ directory, ...SECOND_NAME_SERVER },
          zones: { '.': zoneFile('.', records({ ...data, parted: `3 1 1 ${'cd'.repeat(32)}` })) },
        })
      : undefined,
  ]);
  return {
    dns,
    stop: async () => {
      await Promise.all([dns.stop(), second?.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
