/** `havedane init` as a person uses it: on a terminal, which script(1) makes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { tempDirOfTest } from '../support/temp-dir.js';

const CTRL_C = '\u0003';
const DELETE_LINE = '\u0015';
const DOWN = '\u001b[B';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await tempDirOfTest();
  file = join(dir, '.env');
});

interface Terminal {
  /** Waits for this text, from behind what was waited for before. */
  sees(text: string): Promise<void>;
  types(keys: string): void;
  readonly ended: Promise<number>;
}

function startInit(...options: readonly string[]): Terminal {
  const command = ['node', 'dist/apps/cli/src/main.js', 'init', '--file', file, ...options].join(' ');
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  let shown = '';
  let from = 0;
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  return {
    sees: async (text) => {
      const position = () => stripVTControlCharacters(shown).indexOf(text, from);
      await expect.poll(position, { message: `"${text}"` }).toBeGreaterThan(-1);
      from = position() + text.length;
    },
    types: (keys) => void child.stdin.write(keys),
    ended: once(child, 'close').then(([code]) => code as number),
  };
}

const FILES = () => readdir(dir);

describe('havedane init on a terminal', () => {
  it('asks again after a wrong answer, shows the file, and writes it on request', async () => {
    const terminal = startInit();
    await terminal.sees('Domain of this instance');
    terminal.types('localhost\r');
    await terminal.sees('This is no domain name');
    terminal.types(`${DELETE_LINE}Dane.Example.org.\r`);
    await terminal.sees('Public IPv4 address');
    terminal.types(`${DELETE_LINE}10.0.0.1\r`);
    await terminal.sees('10.0.0.1 is no public address');
    terminal.types(`${DELETE_LINE}203.0.113\r`);
    await terminal.sees('This is no IPv4 address');
    terminal.types(`${DELETE_LINE}9.9.9.9\r`);
    await terminal.sees('Public IPv6 address');
    terminal.types(`${DELETE_LINE}none\r`);
    await terminal.sees('Who answers for the domain?');
    terminal.types(`${DOWN}${DOWN}\r`);
    await terminal.sees('Which web server has ports 80 and 443?');
    // By what runs here, another one may be proposed.
    terminal.types('n');
    await terminal.sees('nginx, which');
    terminal.types('\r');
    await terminal.sees('to test outgoing port 25 with');
    terminal.types('my server\r');
    await terminal.sees('This is no name of a server.');
    terminal.types(`${DELETE_LINE}none\r`);
    await terminal.sees('was not tested');
    await terminal.sees('+ DOMAIN=dane.example.org');
    await terminal.sees('Write ');
    terminal.types('y\r');
    await terminal.sees('proxy_pass http://127.0.0.1:8080;');
    await terminal.sees('docker compose up -d');
    expect(await terminal.ended).toBe(0);
    const written = await readFile(file, 'utf8');
    expect(written).toBe('DOMAIN=dane.example.org\nPUBLIC_IPV4=9.9.9.9\nCADDY_SCALE=0\n');
  });

  it('writes nothing after Ctrl-C, at the first question and at the last', async () => {
    const first = startInit();
    await first.sees('Domain of this instance');
    first.types(CTRL_C);
    await first.sees('Interrupted. Nothing was written.');
    expect(await first.ended).toBe(130);

    const last = startInit(...GIVEN);
    await last.sees('(none)');
    last.types('\r');
    await last.sees('Write ');
    last.types(CTRL_C);
    await last.sees('Interrupted. Nothing was written.');
    expect(await last.ended).toBe(130);
    expect(await FILES()).toEqual([]);
  });

  it('shows what would change in a file that is there, and leaves it as it is after "no"', async () => {
    const before =
      'DOMAIN=old.example.org\nPUBLIC_IPV4=9.9.9.8\nPUBLIC_IPV6=2620:fe::8\nDNS_PROVIDER=knot\n# mine\n';
    await writeFile(file, before);
    const terminal = startInit('--domain', 'dane.example.org', '--web', 'caddy');
    await terminal.sees('(9.9.9.8)');
    terminal.types('\r');
    await terminal.sees('(2620:fe::8)');
    terminal.types('none\r');
    await terminal.sees('Who answers for the domain?');
    terminal.types('\r');
    await terminal.sees('Offer MTA-STS scenarios, too?');
    terminal.types('y\r');
    await terminal.sees('(none)');
    terminal.types('\r');
    await terminal.sees('- DOMAIN=old.example.org');
    await terminal.sees('+ DOMAIN=dane.example.org');
    await terminal.sees('- PUBLIC_IPV6=2620:fe::8');
    await terminal.sees('+ MTA_STS=true');
    await terminal.sees('Write ');
    terminal.types('n\r');
    await terminal.sees('Not written.');
    expect(await terminal.ended).toBe(3);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await FILES()).toEqual(['.env']);
  });
});

const GIVEN = [
  ...['--domain', 'dane.example.org', '--ipv4', '9.9.9.9', '--ipv6', '2620:fe::9'],
  ...['--dns', 'own', '--web', 'caddy', '--no-mta-sts'],
];
