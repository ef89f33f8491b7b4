/** `havedane init` as a script calls it. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { runCommandLine } from '../support/run-command-line.js';
import { tempDirOfTest } from '../support/temp-dir.js';

let file: string;
beforeEach(async () => {
  file = join(await tempDirOfTest(), '.env');
});

const GIVEN = ['--domain', 'Dane.Example.org', '--ipv4', '203.0.113.5', '--dns', 'own', '--web', 'caddy'];
const init = (...more: string[]) => runCommandLine(['init', '--file', file, ...GIVEN, ...more], {});

describe('havedane init', () => {
  it('writes a file for its owner alone, and finds nothing to change the second time', async () => {
    const first = await init('--yes');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('+ DOMAIN=dane.example.org');
    expect(first.stdout).toContain('docker compose up -d');
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/^DOMAIN=dane\.example\.org\nPUBLIC_IPV4=203\.0\.113\.5\n/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const second = await init();
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('nothing to change');
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('shows what would change, and writes nothing without being asked to', async () => {
    await writeFile(file, 'DOMAIN=old.example.org\n');
    const { code, stdout } = await init();
    expect(code).toBe(3);
    expect(stdout).toContain('- DOMAIN=old.example.org');
    expect(stdout).toContain('+ DOMAIN=dane.example.org');
    expect(stdout).toContain('Not written. --yes writes it.');
    expect(await readFile(file, 'utf8')).toBe('DOMAIN=old.example.org\n');
  });

  it('prints the configuration of the web server that is there', async () => {
    const { stdout } = await init('--web', 'nginx', '--yes');
    expect(stdout).toContain('proxy_pass http://127.0.0.1:8080;');
    expect(await readFile(file, 'utf8')).toContain('CADDY_SCALE=0\n');
  });

  it('refuses what is no domain and no address', async () => {
    for (const wrong of [
      ['--domain', 'localhost'],
      ['--ipv4', '203.0.113'],
      ['--ipv6', '203.0.113.5'],
      ['--dns', 'somebody'],
    ]) {
      expect((await init(...wrong)).code).toBe(2);
    }
    const { code, stderr } = await runCommandLine(['init', '--file', file, '--yes'], {});
    expect(code).toBe(1);
    expect(stderr).toContain('--domain is needed');
  });

  it('says which file cannot be written', async () => {
    file = join(await tempDirOfTest(), 'none', '.env');
    const { code, stderr } = await init('--yes');
    expect(code).toBe(1);
    expect(stderr).toContain(join('none', '.env'));
  });
});
