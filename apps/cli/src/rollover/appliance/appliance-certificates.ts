/** The keys and certificates of this instance: both are made here, and the receiver takes the next ones over by itself. */
import {
  CertificatesError,
  forgetNextCertificates,
  installNextCertificates,
  prepareNextCertificates,
  type PublicCertificates,
  readCertificates,
  readNextCertificates,
} from '#certs';
import { mailHosts } from '#checks';
import type { Config } from '#config';
import {
  type CertificateId,
  DEFAULT_CERTIFICATE,
  findCertificate,
  presentedAt,
  SCENARIOS,
  sendsAuthority,
} from '#scenarios';
import { type DnsRecord, dnsRecords } from '#zones';
import type { ZoneRecord } from '#providers';
import { type CertificateFacts, type Certificates, RolloverError } from '#rollover';

import { writeZones } from '../../zones.js';
import type { KeptRecords } from './kept-records.js';

export class ApplianceCertificates implements Certificates {
  constructor(
    private readonly config: Config,
    private readonly kept: KeptRecords,
    /** Whether a record that was kept for a rollover stays at its end. */
    private readonly outlives: (record: ZoneRecord) => boolean,
  ) {}

  async current(): Promise<CertificateFacts> {
    return this.facts(await this.readCurrent());
  }

  async peek(): Promise<CertificateFacts | null> {
    const { certs, domain } = this.config;
    const next = await told(readNextCertificates(certs.dir, domain));
    return next === null ? null : this.facts(next);
  }

  async prepare(): Promise<CertificateFacts> {
    const { certs, domain } = this.config;
    const current = await this.readCurrent();
    const next = await told(prepareNextCertificates({ domain, ...certs }));
    // Those that are published need not be added, and yet have to outlive the switch.
    await this.kept.keep(this.tlsaRecords(current));
    return this.facts(next);
  }

  async install(): Promise<void> {
    const { certs, domain } = this.config;
    await told(installNextCertificates(certs.dir, domain));
    await writeZones(this.config);
  }

  async finish(): Promise<void> {
    await this.kept.letGo((record) => record.type === 'TLSA' && !this.outlives(record));
    await told(forgetNextCertificates(this.config.certs.dir));
  }

  private readCurrent(): Promise<PublicCertificates> {
    return told(readCertificates(this.config.certs.dir, this.config.domain));
  }

  /** Corrupted records are among them: they are made of these certificates as well, and changed. */
  private facts(certificates: PublicCertificates): CertificateFacts {
    const chain = (id: CertificateId): readonly Uint8Array[] =>
      sendsAuthority(findCertificate(id)) ? [certificates[id], certificates.ca] : [certificates[id]];
    const presented = SCENARIOS.flatMap((scenario) =>
      mailHosts(scenario, this.config.domain).map(({ tlsaName, mx }) => ({
        tlsaName: `${tlsaName}.`,
        id: presentedAt(scenario, mx),
      })),
    );
    const others = presented.filter(({ id }) => id !== DEFAULT_CERTIFICATE);
    return {
      chain: chain(DEFAULT_CERTIFICATE),
      otherChains: Object.fromEntries(others.map(({ tlsaName, id }) => [tlsaName, chain(id)])),
      records: this.tlsaRecords(certificates).map(({ name, data }) => ({ name, data })),
    };
  }

  private tlsaRecords(certificates: PublicCertificates): DnsRecord[] {
    return dnsRecords(this.config, certificates).filter(({ type }) => type === 'TLSA');
  }
}

async function told<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof CertificatesError) throw new RolloverError(error.message);
    throw isFileError(error)
      ? new RolloverError(`The certificates cannot be replaced: ${error.message}`)
      : error;
  }
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
