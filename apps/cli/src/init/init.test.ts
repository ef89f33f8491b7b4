import { describe, expect, it } from 'vitest';

import { loadConfig } from '#config';

import { answerProblems, type Answers, answersIn, apiPortIn, planEnv, settingsOf } from './env-plan.js';
import { isPublic, type Listener, parseSocketTable } from './machine.js';
import { portProblems as problemsOf } from './port-report.js';
import { webServerOf } from './questions.js';
import { webServerSnippet } from './web-servers.js';

const answers = (changes: Partial<Answers> = {}): Answers => ({
  domain: 'dane.example.org',
  ipv4: '203.0.113.5',
  ipv6: undefined,
  dns: 'own',
  web: 'caddy',
  mtaSts: false,
  ...changes,
});
const route = { ipv4: '203.0.113.5', ipv6: undefined };
const here = (): boolean => true;

describe('the settings', () => {
  it('are few, and enough for the appliance', () => {
    const settings = settingsOf(answers(), route, here);
    expect(Object.fromEntries(settings)).toEqual({
      DOMAIN: 'dane.example.org',
      PUBLIC_IPV4: '203.0.113.5',
      COMPOSE_PROFILES: 'dns',
      DNS_PROVIDER: 'knot',
    });
    const config = loadConfig({ ...Object.fromEntries(settings), HTTP_HOST: '0.0.0.0', SMTP_HOST: '::' });
    expect(config.publicUrl).toBe('https://dane.example.org');
    expect(config.nameServer.hosts).toEqual(['203.0.113.5']);
  });

  it('let the own name server listen on the address of the machine where the public one is translated', () => {
    const behind = { ipv4: '10.0.0.7', ipv6: undefined };
    const settings = settingsOf(answers(), behind, (address) => address === '10.0.0.7');
    expect(settings.get('DNS_HOST')).toBe('10.0.0.7');
    expect(settings.get('PUBLIC_IPV4')).toBe('203.0.113.5');
    const elsewhere = settingsOf(answers({ dns: 'manual' }), behind, () => false);
    expect(elsewhere.has('DNS_HOST')).toBe(false);
    expect(elsewhere.has('COMPOSE_PROFILES')).toBe(false);
    expect(elsewhere.has('DNS_PROVIDER')).toBe(false);
  });

  it('leave Caddy out beside another web server, and with it MTA-STS, of which it says so', () => {
    const beside = answers({ web: 'nginx', mtaSts: true });
    const settings = settingsOf(beside, route, here);
    expect([settings.get('CADDY_SCALE'), settings.has('MTA_STS')]).toEqual(['0', false]);
    expect(answerProblems({ ...beside, ipv4: '9.9.9.9' }, route)).toEqual([
      expect.stringContaining('MTA-STS scenarios are left out'),
    ]);
  });

  it('turn on MTA-STS where it is asked for', () => {
    const settings = settingsOf(answers({ mtaSts: true }), route, here);
    expect(settings.get('MTA_STS')).toBe('true');
    expect(loadConfig(Object.fromEntries(settings)).hasPolicyHosts).toBe(true);
  });
});

describe('the plan for .env', () => {
  const settings = settingsOf(answers(), route, here);

  it('makes a new file of at most 8 lines', () => {
    const everything = settingsOf(answers({ ipv6: '2001:db8::5', web: 'nginx' }), route, () => false);
    const { text, changes } = planEnv(everything, undefined);
    expect(text.split('\n').length - 1).toBe(changes.length);
    expect(changes.length).toBeLessThanOrEqual(8);
    expect(text).toMatch(/^DOMAIN=dane\.example\.org\n/);
  });

  it('changes nothing the second time', () => {
    const { text } = planEnv(settings, undefined);
    expect(planEnv(settings, text)).toEqual({ text, changes: [] });
  });

  it('keeps comments, other variables and other profiles, and shows each change', () => {
    const current = [
      '# mine',
      'DOMAIN=old.example.org',
      'OPERATOR_EMAIL=me@example.net',
      'COMPOSE_PROFILES=watch',
      'CADDY_SCALE=0',
      '',
    ].join('\n');
    const { text, changes } = planEnv(settings, current);
    expect(text.split('\n')).toEqual([
      '# mine',
      'DOMAIN=dane.example.org',
      'OPERATOR_EMAIL=me@example.net',
      'COMPOSE_PROFILES=dns,watch',
      'PUBLIC_IPV4=203.0.113.5',
      'DNS_PROVIDER=knot',
      '',
    ]);
    expect(changes).toEqual([
      '- DOMAIN=old.example.org',
      '+ DOMAIN=dane.example.org',
      '- COMPOSE_PROFILES=watch',
      '+ COMPOSE_PROFILES=dns,watch',
      '- CADDY_SCALE=0',
      '+ PUBLIC_IPV4=203.0.113.5',
      '+ DNS_PROVIDER=knot',
    ]);
  });

  it.each([
    ['cloudflare', 'manual', 'DNS_PROVIDER=cloudflare'],
    ['knot', 'manual', undefined],
    ['cloudflare', 'own', 'DNS_PROVIDER=knot'],
  ] as const)('makes of DNS_PROVIDER=%s, for %s DNS, %s', (before, dns, after) => {
    const wanted = settingsOf(answers({ dns }), route, here);
    const { text } = planEnv(wanted, `DNS_PROVIDER=${before}\n`);
    expect(text.split('\n').find((line) => line.startsWith('DNS_PROVIDER'))).toBe(after);
  });

  it.each([
    ['true', true, 'MTA_STS=true'],
    ['true', false, undefined],
    ['false', false, 'MTA_STS=false'],
    ['false', true, 'MTA_STS=true'],
    ['lab', false, 'MTA_STS=lab'],
  ])('makes of MTA_STS=%s, with MTA-STS %s, %s', (before, mtaSts, after) => {
    const { text } = planEnv(settingsOf(answers({ mtaSts }), route, here), `MTA_STS=${before}\n`);
    expect(text.split('\n').find((line) => line.startsWith('MTA_STS'))).toBe(after);
  });
});

describe('what a .env says already', () => {
  it('is proposed again', () => {
    const everything = answers({ ipv6: '2001:db8::5', dns: 'manual', mtaSts: true });
    const { text } = planEnv(settingsOf(everything, route, here), 'DNS_PROVIDER=manual\n');
    const { web: _, ...expected } = everything;
    expect(answersIn(text)).toEqual(expected);
    expect(answersIn('DNS_PROVIDER=cloudflare\n')).toEqual({ dns: 'provider' });
    expect(answersIn('CADDY_SCALE=0\n')).toEqual({ web: 'other-caddy' });
  });

  it('is left out where it is empty or wrong', () => {
    expect(answersIn('# DOMAIN=a.test\nDOMAIN=\nPUBLIC_IPV4=1.2.3\n')).toEqual({});
  });
});

it.each(['de', 'co.uk', 'github.io'])("warns of %s, which cannot be somebody's domain", (domain) => {
  expect(answerProblems(answers({ domain, ipv4: '9.9.9.9' }), route)).toEqual([
    expect.stringContaining(`${domain} is a public suffix`),
  ]);
});

describe('the addresses', () => {
  it('are warned of where senders cannot reach them, or the resolver cannot reach others', () => {
    expect(answerProblems(answers({ ipv4: '9.9.9.9' }), route)).toEqual([]);
    expect(answerProblems(answers({ ipv4: '10.0.0.1' }), route)).toEqual([
      expect.stringContaining('10.0.0.1 is no public address'),
    ]);
    const withoutIpv4 = { ipv4: undefined, ipv6: '2620:fe::9' };
    expect(answerProblems(answers({ ipv4: '9.9.9.9' }), withoutIpv4)).toEqual([
      expect.stringContaining('set DNS_RESOLVER'),
    ]);
  });
});

describe('the ports', () => {
  const listener = (port: number, program?: string, address = '0.0.0.0'): Listener => ({
    ...{ protocol: 'tcp', address, port, program },
  });

  const portProblems = (given: Answers, listening: readonly Listener[]): readonly string[] =>
    problemsOf(given, listening, apiPortIn());

  it('include that of the API, which other programs often have', () => {
    const behindNginx = answers({ web: 'nginx' });
    expect(portProblems(behindNginx, [listener(8080, 'node', '127.0.0.1')])).toEqual([
      expect.stringMatching(/^Port 8080 is taken by node\. .*API_PORT/),
    ]);
    expect(portProblems(behindNginx, [listener(8080, 'java', '::')])).toHaveLength(1);
    expect(portProblems(behindNginx, [listener(8080, 'docker-proxy', '127.0.0.1')])).toEqual([]);
    expect(portProblems(behindNginx, [listener(8080, 'java', '192.0.2.7')])).toEqual([]);
    expect(problemsOf(behindNginx, [listener(8080, 'java')], apiPortIn('API_PORT=9000\n'))).toEqual([]);
  });

  it('are read from the tables of the kernel', () => {
    const tcp = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:0019 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1',
      '   1: 0100007F:AA3F 0100007F:CD18 06 00000000:00000000 03:000004E3 00000000     0        0 0 3',
    ].join('\n');
    expect(parseSocketTable(tcp, { protocol: 'tcp', state: '0A' })).toEqual([
      { protocol: 'tcp', address: '127.0.0.1', port: 25, inode: '4711' },
    ]);
    const tcp6 = `head\n 0: B80D0120000000000000000001000000:0050 ${'0'.repeat(32)}:0000 0A 0:0 00:0 0 0 0 9 1`;
    expect(parseSocketTable(tcp6, { protocol: 'tcp', state: '0A' })).toEqual([
      { protocol: 'tcp', address: '2001:db8::1', port: 80, inode: '9' },
    ]);
  });

  it('that another program has are named with what to do, and no others', () => {
    const listening = [
      listener(25, 'master'),
      listener(80, 'nginx'),
      listener(443, 'nginx'),
      listener(53, 'systemd-resolve', '127.0.0.53'),
      listener(53, 'named', '198.51.100.1'),
    ];
    expect(portProblems(answers(), listening)).toEqual([
      expect.stringMatching(/^Port 25 is taken by master\. .*SMTP_HOST/),
      expect.stringMatching(/^Port 80 is taken by nginx\. .*--web/),
      expect.stringMatching(/^Port 443 is taken by nginx\./),
    ]);
    expect(portProblems(answers({ web: 'nginx' }), listening)).toHaveLength(1);
    expect(portProblems(answers({ web: 'nginx' }), [listener(53, 'named')])).toEqual([
      expect.stringContaining('Port 53 is taken by named'),
    ]);
    expect(portProblems(answers({ dns: 'manual', web: 'nginx' }), [listener(53, 'named')])).toEqual([]);
    expect(portProblems(answers(), [listener(25)])[0]).toMatch(
      /taken by a program that this user may not see\. HaveDane itself, if it runs already\?/,
    );
  });

  it('show which web server is there', () => {
    expect(webServerOf([listener(443, 'nginx')])).toBe('nginx');
    expect(webServerOf([listener(80, 'apache2')])).toBe('apache');
    expect(webServerOf([listener(25, 'nginx')])).toBe('caddy');
    expect(webServerOf([])).toBe('caddy');
  });
});

it('takes no address for public that the Internet cannot reach', () => {
  const addresses = ['198.18.0.1', '203.0.113.5', '9.9.9.9', '10.0.0.1', '100.64.0.1', 'fe80::1', 'fd00::1'];
  expect(addresses.filter(isPublic)).toEqual(['9.9.9.9']);
});

it.each(['nginx', 'apache', 'traefik', 'other-caddy'] as const)('has a configuration for %s', (web) => {
  const { text = '' } = webServerSnippet(web, 'dane.example.org', 9000) ?? {};
  expect(text).toContain('dane.example.org');
  expect(text).toContain('127.0.0.1:9000');
  expect(text).not.toContain('127.0.0.1:8080');
});
