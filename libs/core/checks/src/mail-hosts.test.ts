import { CERTIFICATES, SCENARIOS } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { parseHostName } from './address.js';
import { certificateHosts, mailHosts, scenarioOfMxLabel } from './mail-hosts.js';

const DOMAIN = 'dane.example';
const plan = { id: 'do', tlsa: [] } as const;

describe('mailHosts', () => {
  it('are the host itself and the wildcard of all checks where no MX record names others', () => {
    expect(mailHosts(plan, DOMAIN).map(({ name, tlsaName }) => [name, tlsaName])).toEqual([
      ['do.dane.example', '_25._tcp.do.dane.example'],
      ['*.do.dane.example', '*.do.dane.example'],
    ]);
  });

  it.each([
    [{}, '_25._tcp.mx1-do.dane.example', 'secure'],
    [{ zone: 'signed' }, '_25._tcp.mx1-do.dane.example', 'secure'],
    [{ zone: 'unsigned' }, '_25._tcp.mx1-do.dane.example', 'insecure'],
    [{ tlsaLookup: 'bogus' }, '_25._tcp.mx1-do.dane.example', 'failing'],
    [{ tlsaAlias: true }, 'tlsa.mx1-do.dane.example', 'secure'],
  ] as const)('behind an MX record with %j', (changes, tlsaName, security) => {
    const hosts = mailHosts({ ...plan, mx: [{ label: 'mx1', preference: 10, ...changes }] }, DOMAIN);
    expect(hosts).toMatchObject([{ name: 'mx1-do.dane.example', tlsaName, security }]);
  });

  it('are insecure in a zone that is not signed', () => {
    expect(mailHosts({ ...plan, zone: 'unsigned' }, DOMAIN).map(({ security }) => security)).toEqual([
      'insecure',
      'insecure',
    ]);
  });
});

describe('the host name of a shared mail server', () => {
  it.each(SCENARIOS.filter(({ mx }) => mx !== undefined))('says no more than $id', (scenario) => {
    for (const { name } of mailHosts(scenario, DOMAIN)) {
      expect(parseHostName(name, DOMAIN)).toEqual({ kind: 'scenario', scenario: scenario.id });
    }
  });

  it.each(['mx1-do', 'mx2-mx', 'mx1-', 'mx1', 'mx1-nothing'])('is not %s', (label) => {
    expect(scenarioOfMxLabel(label)).toBeUndefined();
    expect(parseHostName(`${label}.${DOMAIN}`, DOMAIN)).toEqual({ kind: 'foreign' });
  });

  it('cannot be mistaken for the host of a scenario', () => {
    expect(SCENARIOS.filter(({ id }) => /^mx\d-/.test(id))).toEqual([]);
  });
});

describe('the names of a certificate', () => {
  it('are those of the mail domain, and none of an MX host, where its plan says so', () => {
    const plan = CERTIFICATES.find(({ names }) => names === 'domains')!;
    expect(certificateHosts(plan, DOMAIN)).toEqual({
      named: ['name-dom.dane.example', '*.name-dom.dane.example'],
      unnamed: ['mx1-name-dom.dane.example'],
    });
  });

  it.each(CERTIFICATES)('are never both there and not there in $id', (plan) => {
    const { named, unnamed } = certificateHosts(plan, DOMAIN);
    expect(named.filter((name) => unnamed.includes(name))).toEqual([]);
    expect(named.length === 0).toBe(plan.names === 'other');
  });
});
