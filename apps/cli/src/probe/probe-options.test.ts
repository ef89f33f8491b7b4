import { describe, expect, it } from 'vitest';

import { GoStyleCommand } from './go-style-command.js';
import { probeOptions, type ProbeFlags } from './probe-options.js';
import { portOf, probeOptionsOf, refusalOf, reportSettingsOf } from './settings.js';
import { parseTarget, type Target } from './target.js';

/** The flags and targets of a command line; or, where it is wrong, what is said about it. */
function parse(...args: string[]): { flags: ProbeFlags; targets: string[]; error: string } {
  let error = '';
  const command = new GoStyleCommand('probe')
    .argument('[target...]')
    .exitOverride()
    .configureOutput({ outputError: (text) => void (error += text) });
  for (const option of probeOptions()) command.addOption(option);
  try {
    command.parse(args, { from: 'user' });
  } catch {
    // The message is what is asserted.
  }
  return { flags: command.opts(), targets: command.args, error };
}

function target(text: string): Target {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.target;
}

const optionsOf = (...args: string[]) => probeOptionsOf(parse(...args).flags);

describe('the options of havedane probe', () => {
  it('have the defaults of smtpdane', () => {
    expect(optionsOf()).toEqual({
      mode: { kind: 'host' },
      tlsOnConnect: false,
      families: [4, 6],
      akaNames: [],
      heloName: 'havedane.invalid',
      connectTimeoutMs: 10_000,
      expirationWarningMs: 7 * 86_400_000,
      expectOcsp: false,
      allNameServers: false,
      suggest: false,
      policies: true,
      isInternal: false,
    });
    expect(reportSettingsOf(parse().flags)).toEqual({
      ...{ format: 'full', quiet: false, certificateInfo: false, pem: false, certificateNames: true },
      expirationWarningMs: 7 * 86_400_000,
    });
  });

  it.each([
    [['--mx'], { mode: { kind: 'mx' }, tlsOnConnect: false }],
    [['--submission'], { mode: { kind: 'srv', service: 'submission' }, tlsOnConnect: false }],
    [['--submissions'], { mode: { kind: 'srv', service: 'submissions' }, tlsOnConnect: true }],
    [
      ['--tls-on-connect', '--submission'],
      { mode: { kind: 'srv', service: 'submission' }, tlsOnConnect: true },
    ],
    [['--srv', 'submission'], { mode: { kind: 'srv', service: 'submission' } }],
    [['--srv', '_SMTP._tcp'], { mode: { kind: 'srv', service: 'smtp' } }],
    [['-4'], { families: [4] }],
    [['-6'], { families: [6] }],
    [['--aka', 'a.example', '--aka', 'b.example'], { akaNames: ['a.example', 'b.example'] }],
    [['--helo', 'probe.example.org'], { heloName: 'probe.example.org' }],
    [['--connect-timeout', '1.5s'], { connectTimeoutMs: 1500 }],
    [['--expiration-warning', '30d'], { expirationWarningMs: 30 * 86_400_000 }],
    [['--expiration-warning', '0s'], { expirationWarningMs: 0 }],
    [['--expiration-warning', '1ns'], { expirationWarningMs: 1e-6 }],
    [['--expect-ocsp'], { expectOcsp: true }],
    [['--internal'], { isInternal: true }],
    [['--all-nameservers'], { allNameServers: true }],
    [['--suggest'], { suggest: true }],
    [['--no-policies'], { policies: false }],
  ])('ask the probe: %j', (args, expected) => {
    expect(optionsOf(...args)).toMatchObject(expected);
  });

  it.each([
    [['-mx', 'example.org'], { mx: true }],
    [['-port', '26', '-helo', 'a.example'], { port: 26, helo: 'a.example' }],
    [['-port=26'], { port: 26 }],
    [['-p26'], { port: 26 }],
    [['-q4'], { quiet: true, ipv4: true }],
    [
      ['-tls-on-connect', '-show-cert-info', '-showcerts'],
      { tlsOnConnect: true, showCertInfo: true, showcerts: true },
    ],
  ])('may be written with one dash, as smtpdane does: %j', (args, expected) => {
    expect(parse(...args).flags).toMatchObject(expected);
  });

  it('are targets behind --', () => {
    const { flags, targets } = parse('-q', '--', '-mx');
    expect(flags.mx).toBeUndefined();
    expect(targets).toEqual(['-mx']);
  });

  it.each([
    [['--mx', '--submission'], "option '--mx' cannot be used with option '--submission'"],
    [['--mx', '--submissions'], "option '--mx' cannot be used with option '--submissions'"],
    [['--mx', '--srv', 'x'], "option '--mx' cannot be used with option '--srv <name>'"],
    [['--submission', '--submissions'], "option '--submission' cannot be used with option '--submissions'"],
    [['--submission', '--srv', 'x'], "option '--submission' cannot be used with option '--srv <name>'"],
    [['--submissions', '--srv', 'x'], "option '--submissions' cannot be used with option '--srv <name>'"],
    [['-4', '-6'], "option '-4, --ipv4' cannot be used with option '-6, --ipv6'"],
    [['--json', '--nagios'], "option '--json' cannot be used with option '--nagios'"],
    [['--json', '--terse'], "option '--json' cannot be used with option '--terse'"],
    [
      ['--port', '0'],
      "option '-p, --port <port>' argument '0' is invalid. It must be from 1 to 65535, or smtp",
    ],
    [['--aka', ''], "option '--aka <name>' argument '' is invalid. It must be a host name."],
    [
      ['--aka', '192.0.2.1'],
      "option '--aka <name>' argument '192.0.2.1' is invalid. It must be a host name.",
    ],
    [
      ['--connect-timeout', '10'],
      "argument '10' is invalid. It must be a duration such as 72h, 1h30m or 30d.",
    ],
    [['--timeout', '0s'], "argument '0s' is invalid. It must be from 1ms to 24d."],
    [['--timeout', '25d'], "argument '25d' is invalid. It must be from 1ms to 24d."],
    [['--helo', 'a\r\nMAIL FROM:<b>'], 'It must be one word in ASCII.'],
    [['--srv', '1 2'], 'It must be the name of a service, such as submission.'],
  ])('are refused: %j', (args, message) => {
    expect(parse(...args).error).toContain(message);
  });

  it.each([
    [['example.org:26', '--port', '27'], 26],
    [['example.org', '--port', '27'], 27],
    [['example.org'], null],
    [['example.org', '--mx', '--port', '27'], 27],
    [['example.org', '--submission', '--port', '27'], null],
    [['example.org:26', '--submission', '--port', '27'], 26],
  ])('put the port of the target before that of SRV records before --port: %j', (args, port) => {
    const { targets, flags } = parse(...args);
    expect(portOf(target(targets[0]!), flags)).toBe(port);
  });

  it.each([
    [['192.0.2.25', '--mx'], '192.0.2.25 is an address; MX records belong to domains'],
    [
      ['example.org', '[2001:db8::25]:25', '--submission'],
      '[2001:db8::25]:25 is an address; SRV records belong to domains',
    ],
    [
      ['a.test', '--proxy-tcp', 'http://127.0.0.1:8080'],
      '--proxy-tcp must be socks5://[USER:PASSWORD@]HOST[:PORT]',
    ],
    [
      ['a.test', '--proxy-tcp', 'socks5://u:p%zz@127.0.0.1'],
      '--proxy-tcp must be socks5://[USER:PASSWORD@]HOST[:PORT]',
    ],
    [['a.test', '--proxy-tcp', 'socks5://u:p@127.0.0.1:9050'], null],
    [['192.0.2.25'], null],
    [['example.org', '--mx'], null],
  ])('are refused together with these targets, or not: %j', (args, refusal) => {
    const { targets, flags } = parse(...args);
    expect(refusalOf(targets.map(target), flags)).toBe(refusal);
  });

  it.each([
    [['--nagios', '--terse'], 'nagios'],
    [['--json'], 'json'],
    [['--terse'], 'terse'],
  ])('choose the report: %j', (args, format) => {
    expect(reportSettingsOf(parse(...args).flags)).toMatchObject({ format });
  });
});
