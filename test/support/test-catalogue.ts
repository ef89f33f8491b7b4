/**
 * A table of scenarios for tests, in place of that of #scenarios: shapes that the real one may not have. Written without its
 * helpers, so that the tests do not rest on them.
 */
import type { CertificatePlan, Scenario, TlsaPlan } from '#scenarios';

const RIGHT = { key: 'rsa', issuer: 'ca', names: 'hosts', validity: 'current', sendsCa: true } as const;

const certificates: readonly CertificatePlan[] = [
  { ...RIGHT, id: 'leaf' },
  { ...RIGHT, id: 'spare' },
  { ...RIGHT, id: 'second' },
  { ...RIGHT, id: 'second-spare' },
  { ...RIGHT, id: 'ecdsa', key: 'ecdsa' },
  { ...RIGHT, id: 'expired', validity: 'expired' },
  { ...RIGHT, id: 'early', validity: 'not-yet-valid' },
  { ...RIGHT, id: 'self', issuer: 'self', sendsCa: false },
  { ...RIGHT, id: 'bare', sendsCa: false },
  { ...RIGHT, id: 'misnamed', names: 'other' },
  { ...RIGHT, id: 'third' },
  { ...RIGHT, id: 'vintage' },
];

const authority: TlsaPlan = { usage: 2, selector: 1, matchingType: 1, subject: 'ca', data: 'right' };
const keyOf = (subject: string): TlsaPlan => ({ ...authority, usage: 3, subject });
const corrupt = (plan: TlsaPlan): TlsaPlan => ({ ...plan, data: 'corrupted' });

function scenario(
  id: string,
  changes: Pick<Scenario, 'tlsa' | 'certificate' | 'expected'> & Partial<Scenario>,
): Scenario {
  const requirement = changes.expected === 'either' ? 'informational' : 'required';
  const place = { id, group: 'basics', level: 'quick', title: id, summary: `${id}.`, shows: '' } as const;
  return { ...place, release: null, requirement, rfc: 'RFC 7672 §2.2', ...changes };
}

const scenarios: readonly Scenario[] = [
  scenario('do', { tlsa: [authority, keyOf('leaf')], certificate: 'leaf', expected: 'delivered' }),
  scenario('dont', { tlsa: [], certificate: 'leaf', expected: 'either' }),
  scenario('wrong', {
    tlsa: [corrupt(authority), corrupt(keyOf('leaf')), keyOf('spare')],
    ...{ certificate: 'leaf', release: 'spare', expected: 'refused' },
  }),
  scenario('wrong-2', {
    tlsa: [{ ...corrupt(keyOf('second')), selector: 0 }, keyOf('second-spare')],
    ...{ certificate: 'second', release: 'second-spare', expected: 'refused' },
  }),
  scenario('ecdsa', { tlsa: [keyOf('ecdsa')], certificate: 'ecdsa', expected: 'delivered' }),
  scenario('ecdsa-ta', { tlsa: [authority], certificate: 'ecdsa', expected: 'delivered' }),
  scenario('old', { tlsa: [keyOf('expired')], certificate: 'expired', expected: 'delivered' }),
  scenario('old-ta', { tlsa: [authority], certificate: 'expired', expected: 'refused' }),
  scenario('early', { tlsa: [keyOf('early')], certificate: 'early', expected: 'delivered' }),
  scenario('early-ta', { tlsa: [authority], certificate: 'early', expected: 'refused' }),
  scenario('self', { tlsa: [keyOf('self')], certificate: 'self', expected: 'delivered' }),
  scenario('bare-ta', { tlsa: [authority], certificate: 'bare', expected: 'refused' }),
  scenario('name', {
    tlsa: [{ ...keyOf('misnamed'), selector: 0, matchingType: 2 }],
    certificate: 'misnamed',
    expected: 'delivered',
  }),
  scenario('name-ta', { tlsa: [authority], certificate: 'misnamed', expected: 'refused' }),
  scenario('plain', {
    tlsa: [],
    certificate: 'third',
    expected: 'either',
    listener: { startTls: 'absent' },
  }),
  scenario('no-tls', {
    ...{ tlsa: [keyOf('third')], certificate: 'third', expected: 'refused' },
    listener: { startTls: 'absent' },
  }),
  scenario('tls-454', {
    ...{ tlsa: [keyOf('third')], certificate: 'third', expected: 'refused' },
    listener: { startTls: 'deferred' },
  }),
  scenario('reset', {
    ...{ tlsa: [keyOf('third')], certificate: 'third', expected: 'refused' },
    listener: { startTls: 'reset' },
  }),
  scenario('old-tls', {
    ...{ tlsa: [keyOf('vintage')], certificate: 'vintage', expected: 'either' },
    listener: { versions: 'old' },
  }),
  scenario('tls-only', {
    ...{ tlsa: [keyOf('third')], certificate: 'third', expected: 'delivered' },
    listener: { requiresTls: true },
  }),
  scenario('defers', {
    ...{ tlsa: [keyOf('third')], certificate: 'third', expected: 'delivered' },
    replies: 'defer-first',
  }),
  scenario('ipv4', { tlsa: [keyOf('third')], certificate: 'third', expected: 'delivered', families: 'ipv4' }),
  scenario('ipv6', { tlsa: [keyOf('third')], certificate: 'third', expected: 'delivered', families: 'ipv6' }),
  scenario('pkix', { tlsa: [{ ...keyOf('second'), usage: 1 }], certificate: 'second', expected: 'either' }),
];

export const TABLE = { certificates, scenarios };
