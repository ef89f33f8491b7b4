/** The data of the record types that are asked for. */
import type dnsPacket from 'dns-packet';

import { receivedName } from './domain-name.js';

export interface SoaRecord {
  /** The primary name server. */
  readonly primary: string;
  /** The mail address of who runs the zone, as a name (RFC 1035 §8). */
  readonly mailbox: string;
  readonly serial: number;
  /** Seconds, as the other times. */
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  /** How long an absence may be remembered (RFC 2308 §4). */
  readonly minimum: number;
}

export interface DsRecord {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Uint8Array;
}

export interface MxRecord {
  readonly preference: number;
  /** '' for the null MX (RFC 7505). */
  readonly exchange: string;
}

export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/**
 * RFC 6698 §2.1. The numbers come from DNS, so any octet is possible; `USAGE`, `SELECTOR` and `MATCHING_TYPE` of #dane
 * name those that have a meaning.
 */
export interface TlsaRecord {
  /** 0 to 255. */
  readonly usage: number;
  /** 0 to 255. */
  readonly selector: number;
  /** 0 to 255. */
  readonly matchingType: number;
  /** The certificate association data. */
  readonly data: Uint8Array;
}

export interface RecordData {
  readonly A: string;
  readonly AAAA: string;
  readonly CNAME: string;
  readonly DS: DsRecord;
  readonly MX: MxRecord;
  readonly NS: string;
  readonly PTR: string;
  readonly SOA: SoaRecord;
  readonly SRV: SrvRecord;
  readonly TLSA: TlsaRecord;
  /** The strings joined (RFC 7208 §3.3). */
  readonly TXT: string;
}

export type RecordType = keyof RecordData;

type Readers = { readonly [T in RecordType]: (record: dnsPacket.Answer) => RecordData[T] | undefined };

/** Each gives undefined for records of other types. */
export const RECORD_READERS: Readers = {
  A: (record) => (record.type === 'A' ? record.data : undefined),
  AAAA: (record) => (record.type === 'AAAA' ? record.data : undefined),
  CNAME: (record) => (record.type === 'CNAME' ? receivedName(record.data) : undefined),
  NS: (record) => (record.type === 'NS' ? receivedName(record.data) : undefined),
  PTR: (record) => (record.type === 'PTR' ? receivedName(record.data) : undefined),
  DS: (record) => {
    if (record.type !== 'DS') return undefined;
    const { keyTag, algorithm, digestType, digest } = record.data;
    return { keyTag, algorithm, digestType, digest: Uint8Array.from(digest) };
  },
  MX: (record) => {
    if (record.type !== 'MX') return undefined;
    return { preference: record.data.preference ?? 0, exchange: receivedName(record.data.exchange) };
  },
  SOA: (record) => (record.type === 'SOA' ? soaRecord(record.data) : undefined),
  SRV: (record) => {
    if (record.type !== 'SRV') return undefined;
    const { priority = 0, weight = 0, port, target } = record.data;
    return { priority, weight, port, target: receivedName(target) };
  },
  TLSA: (record) => {
    if (record.type !== 'TLSA') return undefined;
    const { usage, selector, matchingType, certificate } = record.data;
    return { usage, selector, matchingType, data: Uint8Array.from(certificate) };
  },
  TXT: (record) => (record.type === 'TXT' ? joinedText(record.data) : undefined),
};

function soaRecord(data: dnsPacket.SoaData): SoaRecord {
  const { mname, rname, serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0 } = data;
  return {
    primary: receivedName(mname),
    mailbox: receivedName(rname),
    ...{ serial, refresh, retry, expire, minimum },
  };
}

function joinedText(data: dnsPacket.TxtData): string {
  const strings = Array.isArray(data) ? data : [data];
  return Buffer.concat(strings.map((part) => Buffer.from(part))).toString('utf8');
}
