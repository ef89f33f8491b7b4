import { describe, expect, it } from 'vitest';

import { environmentBlock } from './appliance.js';
import { ConfigError, loadConfig, removedVariables } from './config.js';
import { CONSTANTS, SUPERSEDED } from './constants.js';
import { VARIABLES } from './variables.js';

describe('loadConfig', () => {
  it('gives the documented defaults, when nothing is set', () => {
    const config = loadConfig({});
    expect(config.domain).toBe('havedane.test');
    expect(config.publicUrl).toBe('http://127.0.0.1:8080');
    const beyond = loadConfig({ DOMAIN: 'dane.example.org', HTTP_HOST: '0.0.0.0' });
    expect(beyond.publicUrl).toBe('https://dane.example.org');
    expect(config.publicIpv6).toBeUndefined();
    expect(config.smtp).toMatchObject({
      hosts: ['127.0.0.1'],
      port: 2525,
      maxConnections: 1000,
      maxConnectionsPerClient: 100,
    });
    expect(config.database).toEqual({ engine: 'sqlite', path: 'data/havedane.sqlite3' });
    expect(config.http.trustedProxies).toEqual([]);
  });

  it('counts an empty variable as unset', () => {
    expect(loadConfig({ DOMAIN: '', HTTP_PORT: ' ' }).http.port).toBe(8080);
  });

  it('reads lists, URLs and names in any case', () => {
    const config = loadConfig({
      DOMAIN: 'Dane.Example.ORG.',
      SMTP_HOST: '192.0.2.1, 2001:db8::1',
      PUBLIC_URL: 'https://dane.example.org/',
      TRUSTED_PROXIES: '127.0.0.1,::1,10.0.0.0/8',
    });
    expect(config.domain).toBe('dane.example.org');
    expect(config.smtp.hosts).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(config.publicUrl).toBe('https://dane.example.org');
    expect(config.http.trustedProxies).toHaveLength(3);
  });

  it('gives the own name server the names and addresses of the domain, unless told otherwise', () => {
    const addresses = { PUBLIC_IPV4: '192.0.2.1', PUBLIC_IPV6: '2001:db8::1' };
    expect(loadConfig({ DOMAIN: 'dane.example', ...addresses }).nameServer).toMatchObject({
      names: ['ns1.dane.example', 'ns2.dane.example'],
      hostmaster: 'hostmaster@dane.example',
      caaIssuers: ['letsencrypt.org'],
      hosts: ['192.0.2.1', '2001:db8::1'],
      port: 53,
    });
    expect(loadConfig({ ...addresses, DNS_HOST: '10.0.0.5' }).nameServer.hosts).toEqual(['10.0.0.5']);
    expect(loadConfig({ CAA_ISSUERS: 'any' }).nameServer.caaIssuers).toEqual([]);
    expect(loadConfig({ NAME_SERVERS: 'NS.Example.org., ns.example.net' }).nameServer.names).toEqual([
      'ns.example.org',
      'ns.example.net',
    ]);
  });

  it.each([
    ['192.0.2.53', '192.0.2.53', 53],
    ['192.0.2.53:5353', '192.0.2.53', 5353],
    ['2001:db8::53', '2001:db8::53', 53],
    ['[2001:db8::53]:5353', '2001:db8::53', 5353],
    ['NS.example.org', 'ns.example.org', 53],
  ])('reads DNS_UPDATE_SERVER=%s', (text, host, port) => {
    expect(loadConfig({ DNS_UPDATE_SERVER: text }).dnsProvider.update.server).toEqual({ host, port });
  });

  it('reads the resolvers of DNS_RESOLVER, and leaves it to the machine when there are none', () => {
    expect(loadConfig({}).dnsResolvers).toEqual([]);
    expect(loadConfig({ DNS_RESOLVER: '127.0.0.1, [::1]:5353,2001:db8::53' }).dnsResolvers).toEqual([
      { address: '127.0.0.1', port: 53 },
      { address: '::1', port: 5353 },
      { address: '2001:db8::53', port: 53 },
    ]);
  });

  it.each([
    ['DNS_RESOLVER', 'resolver.example'],
    ['DNS_RESOLVER', '127.0.0.1:0'],
    ['DNS_RESOLVER', '127.0.0.1,localhost'],
    ['DNS_PROVIDER', 'route53'],
    ['DNS_UPDATE_SERVER', '192.0.2.53:0'],
    ['DNS_UPDATE_SERVER', 'a b'],
    ['DNS_UPDATE_SERVER', '2001:db8::53:99999'],
    ['NAME_SERVERS', 'ns1'],
    ['NAME_SERVERS', 'ns.example.org,ns.example.org'],
    ['OPERATOR_EMAIL', 'hostmaster'],
    ['OPERATOR_EMAIL', 'a b@example.org'],
    ['OPERATOR_EMAIL', 'a@b@example.org'],
    ['CAA_ISSUERS', 'any,letsencrypt.org'],
    ['CAA_ISSUERS', 'x"y.org'],
    ['DNS_HOST', 'ns1.example.org'],
    ['DNS_PORT', '0'],
    ['DATABASE_URL', 'postgres://127.0.0.1'],
    ['DATABASE_URL', 'postgres:///havedane'],
    ['DATABASE_URL', 'postgres://me:100%@db/havedane'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`^  ${name} must be `, 'm'));
  });

  it('takes either engine of the store', () => {
    const databaseOf = (url: string) => loadConfig({ DATABASE_URL: url }).database;
    expect(databaseOf('sqlite:/data/x.sqlite3')).toEqual({ engine: 'sqlite', path: '/data/x.sqlite3' });
    for (const url of [
      'postgres://me:pw@db/havedane',
      'postgresql://me@localhost/havedane?host=/run/postgresql',
    ])
      expect(databaseOf(url)).toEqual({ engine: 'postgres', url });
  });

  it('names every bad variable at once and prints no value', () => {
    const load = () =>
      loadConfig({
        DOMAIN: 'secret!',
        HTTP_PORT: '70000',
        SMTP_HOST: 'mx',
        PUBLIC_IPV4: '1.2.3',
        DATABASE_URL: 'mysql://secret',
      });
    expect(load).toThrow(ConfigError);
    try {
      load();
    } catch (error) {
      const { problems, message } = error as ConfigError;
      expect(problems.map(({ name }) => name)).toEqual([
        'DOMAIN',
        'PUBLIC_IPV4',
        'HTTP_PORT',
        'SMTP_HOST',
        'DATABASE_URL',
      ]);
      expect(message).not.toContain('secret');
      expect(message.split('\n')).toHaveLength(6);
    }
  });

  it.each([
    [{ HTTP_PORT: '8081' }],
    [{ ADMIN_PORT: '8080' }],
    [{ HTTP_PORT: '9000', ADMIN_PORT: '9000', ADMIN_HOST: '127.0.0.2' }],
  ])('keeps the operator off the port for everybody, with %o', (env) => {
    expect(() => loadConfig(env)).toThrow('ADMIN_PORT must not be HTTP_PORT');
  });

  it('answers the operator on this machine alone, unless told otherwise', () => {
    expect(loadConfig({}).admin).toEqual({ host: '127.0.0.1', port: 8081 });
    expect(loadConfig({ HTTP_HOST: '0.0.0.0' }).admin.host).toBe('127.0.0.1');
    expect(loadConfig({ HTTP_PORT: '0', ADMIN_PORT: '0' }).admin.port).toBe(0);
  });

  it('forwards to the operator only when it knows through which server', () => {
    expect(loadConfig({ OPERATOR_EMAIL: 'me@example.org' }).operator.forward).toBeNull();
    const relay = 'smtps://me:secret@relay.example';
    expect(loadConfig({ OPERATOR_EMAIL: 'me@example.org', OPERATOR_RELAY: relay }).operator.forward).toEqual({
      to: 'me@example.org',
      relay: {
        ...{ host: 'relay.example', port: 465, implicitTls: true },
        login: { user: 'me', password: 'secret' },
      },
      from: undefined,
    });
    const inFile = { OPERATOR_EMAIL: 'me@example.org', OPERATOR_RELAY_FILE: '/run/secrets/relay' };
    expect(loadConfig(inFile).operator.forward?.relay).toBe('/run/secrets/relay');
  });

  it('takes the URL of a webhook as it stands, or the file that holds it', () => {
    const url = 'https://hooks.example/T0/B0/';
    expect(loadConfig({ WATCH_WEBHOOK: url }).watch.webhook).toEqual({ url });
    expect(loadConfig({ WATCH_WEBHOOK_FILE: '/run/secrets/hook' }).watch.webhook).toEqual({
      file: '/run/secrets/hook',
    });
    expect(loadConfig({}).watch.webhook).toBeNull();
  });

  it.each([
    [{ WATCH_WEBHOOK: 'ftp://hooks.example/secret' }, 'WATCH_WEBHOOK must be an http or https URL'],
    [
      { WATCH_WEBHOOK: 'https://hooks.example/secret', WATCH_WEBHOOK_FILE: '/secret' },
      'WATCH_WEBHOOK_FILE and WATCH_WEBHOOK cannot both be set',
    ],
    [{ OPERATOR_RELAY: 'smtp://me:secret@relay.example' }, 'OPERATOR_RELAY needs OPERATOR_EMAIL'],
    [{ OPERATOR_RELAY_FILE: '/secret' }, 'OPERATOR_RELAY_FILE needs OPERATOR_EMAIL'],
    [
      {
        OPERATOR_RELAY: 'smtp://relay.example',
        OPERATOR_RELAY_FILE: '/secret',
        OPERATOR_EMAIL: 'a@b.example',
      },
      'OPERATOR_RELAY_FILE and OPERATOR_RELAY cannot both be set',
    ],
    [
      { OPERATOR_EMAIL: 'me@do.Dane.example', DOMAIN: 'dane.example' },
      'OPERATOR_EMAIL must not be below DOMAIN',
    ],
    [{ OPERATOR_RELAY: 'relay:secret@' }, 'OPERATOR_RELAY must be smtp://'],
  ])('refuses %o, printing no value', (env, reason) => {
    const load = () => loadConfig(env);
    expect(load).toThrow(reason);
    expect(load).not.toThrow(/secret/);
  });

  it('takes further addresses, and none that other hosts have', () => {
    const { extraIpv4, extraIpv6 } = loadConfig({
      ...{ PUBLIC_IPV4: '192.0.2.1', EXTRA_IPV4: '192.0.2.2, 192.0.2.3' },
      ...{ PUBLIC_IPV6: '2001:db8::1', EXTRA_IPV6: '2001:db8::2' },
    });
    expect([extraIpv4, extraIpv6]).toEqual([['192.0.2.2', '192.0.2.3'], ['2001:db8::2']]);
    expect(loadConfig({})).toMatchObject({ extraIpv4: [], extraIpv6: [] });
    expect(() => loadConfig({ PUBLIC_IPV6: '2001:db8::1', EXTRA_IPV6: '2001:db8:0::1' })).toThrow(
      'EXTRA_IPV6 must not hold PUBLIC_IPV6',
    );
    expect(() => loadConfig({ EXTRA_IPV4: '192.0.2.1,192.0.2.1' })).toThrow('EXTRA_IPV4 must be different');
    expect(() => loadConfig({ EXTRA_IPV4: '2001:db8::1' })).toThrow('EXTRA_IPV4 must be different IPv4');
  });

  it.each(Object.entries(VARIABLES))('%s is explained in one sentence', (_name, { sentence }) => {
    expect(sentence).toMatch(/^[A-Z].*\.$/s);
  });
});

describe('DOMAIN', () => {
  it.each([
    ['localhost', 'such as dane.example.org'],
    ['_dane.example.org', 'such as dane.example.org'],
    ['dane..example.org', 'such as dane.example.org'],
    ['dane example.org', 'such as dane.example.org'],
    ['bücher.example', 'such as xn--bcher-kva.example'],
    [`${'a.'.repeat(100)}example`, 'such as dane.example.org'],
  ])('is not %s', (DOMAIN, example) => {
    expect(() => loadConfig({ DOMAIN })).toThrow(example);
  });

  it('may be written with capitals and a dot at its end', () => {
    expect(loadConfig({ DOMAIN: 'Dane.Example.ORG.' }).domain).toBe('dane.example.org');
  });
});

it('has fewer than 50 variables: what nobody has a reason to change is a constant', () => {
  expect(Object.keys(VARIABLES).length).toBeLessThan(50);
});

describe('removedVariables', () => {
  it('names those that are set, themselves or by docker-compose.yml, and none that are not', () => {
    expect(
      removedVariables({ DOMAIN: 'dane.example', MAX_PROBES: ' ', REMOVED_VARIABLES: 'MAX_CHECKS=;' }),
    ).toEqual([]);
    expect(
      removedVariables({
        SMTP_MAX_RECIPIENTS: '5',
        REMOVED_VARIABLES: 'MAX_PROBES=7;HOSTMASTER=a@b.example;',
      }),
    ).toEqual([
      'SMTP_MAX_RECIPIENTS has no effect any more: it is always 100',
      'MAX_PROBES has no effect any more: it is always 10000',
      'HOSTMASTER has no effect any more: it is always hostmaster@DOMAIN',
    ]);
  });

  it('gets from Compose what .env sets each to', () => {
    for (const name of Object.keys({ ...CONSTANTS, ...SUPERSEDED })) {
      expect(environmentBlock()).toContain(`${name}=\${${name}:-};`);
      expect(VARIABLES).not.toHaveProperty(name);
    }
  });
});

it.each([
  ['', false, undefined, undefined],
  ['false', false, undefined, undefined],
  ['true', true, undefined, '/caddy/caddy'],
  ['/var/lib/caddy', true, undefined, '/var/lib/caddy'],
  ['lab', true, 443, undefined],
])('takes MTA_STS=%s for scenarios offered: %s, port %s and certificates in %s', (text, ...expected) => {
  const { hasPolicyHosts, policyPort, caddyDir } = loadConfig({ MTA_STS: text });
  expect([hasPolicyHosts, policyPort, caddyDir]).toEqual(expected);
  expect(() => loadConfig({ MTA_STS: 'yes' })).toThrow('MTA_STS must be true, false, lab or the path');
});
