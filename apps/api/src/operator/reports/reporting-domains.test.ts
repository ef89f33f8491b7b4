/** Whose report it is when it names no address. */
import { describe, expect, it } from 'vitest';

import type { StoredObservation } from '#checks';

import { sampleObservation } from '../../../../../test/support/sample-observation.js';

import { matchByDomain, reportingDomains, sendingDomains } from './reporting-domains.js';

const ONE = '0123456789ab';
const OTHER = 'abcdefgh0123';

function delivery(token: string, mailFrom: string | null, clientName: string | null): StoredObservation {
  const seen = sampleObservation(token, { scenario: 'sts-good', clientName });
  return { ...seen, id: 1, evidence: { ...seen.evidence!, mailFrom } };
}

const OWN = delivery(ONE, 'admin@example.org', 'mail.example.net');

describe('reportingDomains', () => {
  it.each([
    ['mx.reports.example.co.uk', 'a@b.example.org', 'Example', 'example.co.uk', ['example.org']],
    [null, 'a@example.org', 'example.com', null, ['example.org', 'example.com']],
    // Each customer of a hoster is a domain of its own.
    ['one.github.io', null, 'Company-X', 'one.github.io', []],
    [null, 'nobody', '', null, []],
    ['co.uk', '@', 'localhost', null, []],
  ])('of %j, %j and %j are %j and %j', (signedBy, contact, organization, proven, said) => {
    const found = reportingDomains({ contact, organization }, signedBy);
    expect(found).toEqual({ proven, all: new Set([...(proven === null ? [] : [proven]), ...said]) });
  });

  it('are compared with those of the envelope and of the EHLO name', () => {
    expect(sendingDomains(OWN)).toEqual(['example.org', 'example.net']);
    expect(sendingDomains(delivery(ONE, '', '[192.0.2.1]'))).toEqual([]);
  });
});

describe('matchByDomain', () => {
  const by = (signedBy: string | null, contact: string | null = null) =>
    reportingDomains({ contact, organization: 'Example' }, signedBy);
  const stranger = delivery(OTHER, 'admin@example.com', 'mail.example.com');
  const second = delivery(OTHER, 'admin@example.org', null);

  it.each([
    ['signed by the domain of the envelope', by('mail.example.org'), [OWN, stranger], 'domain'],
    ['signed by that of the EHLO name', by('example.net'), [OWN, stranger], 'domain'],
    ['that only says so', by(null, 'a@example.org'), [OWN, stranger], 'domain-unsure'],
    ['signed by somebody else', by('example.com', 'a@example.org'), [OWN], 'domain-unsure'],
    ['of a domain that mailed two checks', by('example.org'), [OWN, second], 'domain-unsure'],
  ])('is of the check with a report %s', (_, domains, deliveries, matchedBy) => {
    const found = matchByDomain(domains, deliveries, true);
    expect(found.matchedBy).toBe(matchedBy);
    expect(found.deliveries).toContain(OWN);
    expect(found.deliveries).not.toContain(stranger);
  });

  it('is of none with a report of another domain, and unsure where deliveries may be forgotten', () => {
    expect(matchByDomain(by('example.info'), [OWN, stranger], true).deliveries).toEqual([]);
    expect(matchByDomain(by('example.org'), [OWN], false).matchedBy).toBe('domain-unsure');
  });
});
