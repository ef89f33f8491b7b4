/** Golden files: `npx vitest run --project unit dns -u` writes them anew; read the difference before you commit it. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { mailHosts } from '#checks';
import { formatTlsa, tlsaRecord } from '#dane';
import { availableScenarios, scenariosOfLevel, type TlsaSubject } from '#scenarios';

import { everyCertificate } from '../test/support/every-certificate.js';

import { type DnsRecord, dnsFiles, formatReport, tlsaChanges } from './generate.js';

/** Public certificates made for the tests, whose keys nobody has. */
const read = (name: string) =>
  new X509Certificate(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')).raw;
const CERTIFICATES = {
  ...everyCertificate(read('leaf.cert.pem')),
  ca: read('ca.cert.pem'),
  spare: read('spare.cert.pem'),
};
const OPTIONS = {
  domain: 'dane.example',
  publicIpv4: '192.0.2.25',
  publicIpv6: '2001:db8::25',
  dnsTtl: 3600,
  publicUrl: 'https://dane.example',
};
const WITHOUT_ADDRESSES = { ...OPTIONS, publicIpv4: undefined, publicIpv6: undefined };
const FILES = ['base.zone', 'do.zone', 'dont.zone', 'wrong.zone'];
/** Without an own name server. */
const PORTABLE = availableScenarios(OPTIONS);
const QUICK = scenariosOfLevel('quick').map(({ id }) => id);
const isQuick = ({ scenario }: DnsRecord) => scenario === null || QUICK.includes(scenario);

const content = (files: ReturnType<typeof dnsFiles>['files'], name: string) =>
  files.find((file) => file.name === name)?.content;

describe('dnsFiles', () => {
  it('makes these files', () => {
    const { files, records } = dnsFiles(OPTIONS, CERTIFICATES);
    const zones = ['base', ...PORTABLE.map(({ id }) => id)].map((id) => `${id}.zone`);
    expect(files.map(({ name }) => name)).toEqual([...zones, 'records.json']);
    expect(JSON.parse(content(files, 'records.json') ?? '')).toEqual(records);
  });

  it.each(FILES)('makes %s as in golden/', async (name) => {
    await expect(content(dnsFiles(OPTIONS, CERTIFICATES).files, name)).toMatchFileSnapshot(`golden/${name}`);
  });

  it.each(FILES)('makes %s without addresses as in golden/no-addresses/', async (name) => {
    const { files } = dnsFiles(WITHOUT_ADDRESSES, CERTIFICATES);
    await expect(content(files, name)).toMatchFileSnapshot(`golden/no-addresses/${name}`);
  });

  it('makes A records alone when there is no IPv6 address', () => {
    const instance = { ...OPTIONS, publicIpv6: undefined };
    const { records } = dnsFiles(instance, CERTIFICATES);
    expect(records.filter(({ type }) => type === 'A')).toHaveLength(
      1 + availableScenarios(instance).flatMap((scenario) => mailHosts(scenario, OPTIONS.domain)).length,
    );
    expect(records.filter(({ type }) => type === 'AAAA')).toEqual([]);
  });

  it('publishes at wrong nothing that is published at do', () => {
    const { records } = dnsFiles(OPTIONS, CERTIFICATES);
    const digests = (scenario: DnsRecord['scenario']) =>
      records
        .filter((record) => record.type === 'TLSA' && record.scenario === scenario)
        .map(({ data }) => data.split(' ').at(-1));
    expect(digests('do')).toHaveLength(4);
    expect(digests('wrong')).toHaveLength(6);
    expect(digests('do').filter((digest) => digests('wrong').includes(digest))).toEqual([]);
  });

  it('publishes at wrong, host and wildcard, the right 3 1 1 of the spare key', () => {
    const { records } = dnsFiles(OPTIONS, CERTIFICATES);
    const spare = formatTlsa(tlsaRecord(3, 1, 1, CERTIFICATES.spare));
    expect(records.filter(({ data }) => data === spare).map(({ name }) => name)).toEqual([
      '_25._tcp.wrong.dane.example.',
      '*.wrong.dane.example.',
    ]);
  });
});

describe('dnsFiles, while a rollover keeps records in the zone', () => {
  const kept = {
    name: '_25._tcp.do.dane.example.',
    type: 'TLSA' as const,
    ttl: 3600,
    data: `3 1 1 ${'ab'.repeat(32)}`,
  };

  it('has them in the file of their scenario, beside those of their name', () => {
    const { records, files } = dnsFiles(OPTIONS, CERTIFICATES, { kept: [kept], leftOut: [] });
    const at = records.flatMap(({ name, type }, index) =>
      name === kept.name && type === 'TLSA' ? [index] : [],
    );
    expect(records[at[0]!]).toEqual({ ...kept, scenario: 'do' });
    expect(at).toEqual([at[0]!, at[0]! + 1, at[0]! + 2]);
    expect(content(files, 'do.zone')).toContain(kept.data);
    expect(content(files, 'base.zone')).not.toContain(kept.data);
  });

  it('has a record once that is generated as well, and none that is left out', () => {
    const { records } = dnsFiles(OPTIONS, CERTIFICATES);
    const [one, other] = records.filter(({ type }) => type === 'TLSA');
    const changed = dnsFiles(OPTIONS, CERTIFICATES, { kept: [one!], leftOut: [other!] }).records;
    expect(changed).toEqual(records.filter((record) => record !== other));
  });
});

describe('formatReport', () => {
  const options = { domain: OPTIONS.domain, zonesDir: 'dns/zones' };

  it('is a table and what to do with it, as in golden/report.txt', async () => {
    const report = formatReport(options, dnsFiles(OPTIONS, CERTIFICATES).records.filter(isQuick));
    await expect(`${report}\n`).toMatchFileSnapshot('golden/report.txt');
  });

  it('says which variables to set when there is no address', () => {
    const report = formatReport(options, dnsFiles(WITHOUT_ADDRESSES, CERTIFICATES).records);
    expect(report).toContain('Address records are left out: set PUBLIC_IPV4, PUBLIC_IPV6 or both');
  });
});

describe('tlsaChanges', () => {
  const swapped = {
    ...everyCertificate(CERTIFICATES.spare),
    ca: CERTIFICATES.leaf,
    spare: CERTIFICATES.ca,
  };
  /** The names of all records about such a subject, in the order of the zone. */
  const namesOf = (isIt: (subject: TlsaSubject) => boolean) =>
    PORTABLE.flatMap((scenario) => mailHosts(scenario, OPTIONS.domain)).flatMap(({ tlsaName, tlsa: plans }) =>
      plans.filter(({ subject }) => isIt(subject)).map(() => `${tlsaName}.`),
    );
  const tlsa = dnsFiles(OPTIONS, CERTIFICATES).records.filter(({ type }) => type === 'TLSA');

  it('lists every TLSA record with its old and new data when all keys change', () => {
    const changes = tlsaChanges(OPTIONS, swapped, CERTIFICATES);
    expect(changes.map(({ name, after }) => ({ name, data: after }))).toEqual(
      tlsa.map(({ name, data }) => ({ name, data })),
    );
    expect(changes.every(({ before, after }) => before?.slice(0, 5) === after.slice(0, 5))).toBe(true);
  });

  it('lists only what describes the key that changed', () => {
    const changes = tlsaChanges(OPTIONS, { ...CERTIFICATES, leaf: CERTIFICATES.ca }, CERTIFICATES);
    expect(changes.map(({ name }) => name)).toEqual(namesOf((subject) => subject === 'leaf'));
  });

  it('has nothing to say about the same certificates', () => {
    expect(tlsaChanges(OPTIONS, CERTIFICATES, CERTIFICATES)).toEqual([]);
  });

  it('lists the new records alone when the old certificates could not be used', () => {
    const changes = tlsaChanges(OPTIONS, undefined, CERTIFICATES);
    expect(changes).toHaveLength(tlsa.length);
    expect(changes.every(({ before }) => before === undefined)).toBe(true);
  });

  it('lists as new the records of a spare that was missing before, and no others', () => {
    const { spare, ...earlier } = CERTIFICATES;
    const after = formatTlsa(tlsaRecord(3, 1, 1, spare));
    expect(tlsaChanges(OPTIONS, earlier, CERTIFICATES)).toEqual([
      { name: '_25._tcp.wrong.dane.example.', before: undefined, after },
      { name: '*.wrong.dane.example.', before: undefined, after },
    ]);
  });

  it('tells the old records of an earlier set beside the new ones', () => {
    const changes = tlsaChanges(OPTIONS, { ca: swapped.ca, leaf: swapped.leaf }, CERTIFICATES);
    const news = changes.filter(({ before }) => before === undefined);
    expect(changes).toHaveLength(tlsa.length);
    expect(news.map(({ name }) => name)).toEqual(
      namesOf((subject) => subject !== 'ca' && subject !== 'leaf'),
    );
  });
});
