/** Whether a certificate can take the place of the one that is in use. */
import { describeCertificate, matchedNames, verifyDane } from '#dane';

import { RolloverError } from '../rollover-error.js';
import { type CertificateChain, derOf } from './certificate-chain.js';
import { issuerOf, schemeRecords, type TlsaScheme } from './tlsa-scheme.js';

export interface NextCertificate {
  readonly chain: CertificateChain;
  readonly current: CertificateChain;
  readonly host: string;
  readonly scheme: TlsaScheme;
  /** Where the chain is, for messages. */
  readonly where: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** @throws RolloverError */
export function judgeNext(next: NextCertificate): void {
  judgeOrder(next);
  judgeDates(next);
  judgeNames(next);
  if (next.scheme === '3-1-1+2-1-1') judgeIssuer(next);
}

/** Senders that use DANE-TA build the path from what they are sent; others give up on a chain that is none. */
function judgeOrder({ chain, where }: NextCertificate): void {
  const isInOrder = chain.every((certificate, index) => {
    const issuer = chain[index + 1];
    return issuer === undefined || certificate.checkIssued(issuer);
  });
  if (!isInOrder) {
    throw new RolloverError(
      `${where}: the certificates are not in order: first the server's own, then always the issuer of the one before`,
    );
  }
}

function judgeDates({ chain: [leaf], where, now }: NextCertificate): void {
  const { validFrom, validTo } = leaf;
  if (Date.parse(validTo) < now) throw new RolloverError(`${where}: the certificate expired at ${validTo}`);
  if (Date.parse(validFrom) > now) {
    throw new RolloverError(`${where}: the certificate is not valid before ${validFrom}`);
  }
}

/** Under DANE-EE names do not count (RFC 7671 §5.1). Yet a name that goes missing is that of another server's certificate. */
function judgeNames({ chain, current, host, where }: NextCertificate): void {
  if (!carries(chain, host) && carries(current, host)) {
    throw new RolloverError(
      `${where}: the certificate is not for ${host}, as the current one is, but for ${namesOf(chain).join(', ') || 'nobody'}`,
    );
  }
}

function judgeIssuer({ chain, host, scheme, where, now }: NextCertificate): void {
  if (issuerOf(chain) === undefined) {
    throw new RolloverError(
      `${where} holds no certificate of the issuer, which a record 2 1 1 needs: take the file with the whole chain, or --scheme 3-1-1`,
    );
  }
  const records = schemeRecords(chain, scheme);
  const verified = verifyDane({ records, chain: derOf(chain), referenceNames: [host], now });
  const failed = verified.records.find(({ result }) => result !== 'match');
  if (failed !== undefined) {
    throw new RolloverError(
      `${where}: a record 2 1 1 would not match this chain at ${host} (${failed.why?.text ?? failed.fault ?? ''})`,
    );
  }
}

function carries(chain: CertificateChain, host: string): boolean {
  return matchedNames(namesOf(chain), [host]).length > 0;
}

function namesOf([leaf]: CertificateChain): readonly string[] {
  const described = describeCertificate(leaf.raw);
  return described.kind === 'described' ? described.names : [];
}
