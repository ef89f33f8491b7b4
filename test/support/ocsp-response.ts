/** OCSP responses (RFC 6960 §4.2.1) of every status. */
import { createHash, sign } from 'node:crypto';

import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

import type { TestCertificate } from './x509.js';

export interface OcspRequest {
  /** The certificate that it is about, in DER. */
  readonly certificate: Uint8Array;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** Of the certificate; names it together with the serial number. */
  readonly issuer: TestCertificate;
  /** How it names the issuer; SHA-1 unless given. */
  readonly hash?: keyof typeof DIGESTS;
  /** Whose key signs it, which must be ECDSA; nobody's unless given. */
  readonly signer?: TestCertificate;
  /** Whether the signer's certificate comes along. */
  readonly signerSent?: boolean;
}

const TAGS = { good: 0, revoked: 1, unknown: 2 } as const;
const DIGESTS = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;
const BASIC = '1.3.6.1.5.5.7.48.1.1';

export function ocspResponse(request: OcspRequest): Buffer {
  const { certificate, status, thisUpdate, nextUpdate, hash = 'sha1', ...by } = request;
  const { serialNumber } = pkijs.Certificate.fromBER(Uint8Array.from(certificate));
  const { subject, subjectPublicKeyInfo } = pkijs.Certificate.fromBER(Uint8Array.from(by.issuer.der));
  const signer = pkijs.Certificate.fromBER(Uint8Array.from((by.signer ?? by.issuer).der));
  const idBlock = { tagClass: 3, tagNumber: TAGS[status] };
  const single = new pkijs.SingleResponse({
    certID: new pkijs.CertID({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: DIGESTS[hash] }),
      issuerNameHash: digest(hash, new Uint8Array(subject.toSchema().toBER())),
      issuerKeyHash: digest(hash, subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
      serialNumber,
    }),
    certStatus:
      status === 'revoked'
        ? new asn1js.Constructed({
            idBlock,
            value: [new asn1js.GeneralizedTime({ valueDate: thisUpdate })],
          })
        : new asn1js.Primitive({ idBlock, lenBlock: { length: 1 } }),
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
  });
  const tbsResponseData = new pkijs.ResponseData({
    responderID: signer.subject,
    producedAt: thisUpdate,
    responses: [single],
  });
  // Otherwise it writes its schema instead of its content.
  tbsResponseData.tbsView = new Uint8Array(tbsResponseData.toSchema(true).toBER());
  const basic = new pkijs.BasicOCSPResponse({
    tbsResponseData,
    signatureAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' }),
    signature: new asn1js.BitString({ valueHex: signatureOf(tbsResponseData.tbsView, by.signer) }),
    ...(by.signer === undefined || by.signerSent !== true
      ? {}
      : { certs: [pkijs.Certificate.fromBER(Uint8Array.from(by.signer.der))] }),
  });
  const response = new asn1js.OctetString({ valueHex: basic.toSchema().toBER() });
  return encoded(0, new pkijs.ResponseBytes({ responseType: BASIC, response }));
}

function digest(hash: string, octets: Uint8Array): asn1js.OctetString {
  const valueHex = Uint8Array.from(createHash(hash).update(octets).digest()).buffer;
  return new asn1js.OctetString({ valueHex });
}

function signatureOf(signed: Uint8Array, signer: TestCertificate | undefined): ArrayBuffer {
  if (signer === undefined) return new Uint8Array(8).buffer;
  return Uint8Array.from(sign('sha256', signed, signer.privateKey)).buffer;
}

/** Without a response: 1 malformedRequest, 2 internalError, 3 tryLater, … */
export function ocspError(status: number): Buffer {
  return encoded(status);
}

function encoded(status: number, responseBytes?: pkijs.ResponseBytes): Buffer {
  const response = new pkijs.OCSPResponse({
    responseStatus: new asn1js.Enumerated({ value: status }),
    ...(responseBytes === undefined ? {} : { responseBytes }),
  });
  return Buffer.from(response.toSchema().toBER());
}
