/** `havedane init` as a script calls it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { listeners } from '../../apps/cli/src/init/machine.js';
import { asNobody, BAD_FILES } from '../support/bad-files.js';
import { ended } from '../support/namespace-of-test.js';
import { runCommandLine } from '../support/run-command-line.js';
import { mountSmallDisk } from '../support/small-disk.js';
import { tempDirOfTest } from '../support/temp-dir.js';

let file: string;
beforeEach(async () => {
  file = join(await tempDirOfTest(), '.env');
});

const GIVEN = ['--domain', 'Dane.Example.org', '--ipv4', '203.0.113.5', '--dns', 'own', '--web', 'caddy'];
const init = (...more: string[]) => runCommandLine(['init', '--file', file, ...GIVEN, ...more], {});

it('knows a web server that it cannot see, as from a container, by what it calls itself', async () => {
  const script = `require('node:http').createServer((_, answer) => answer.setHeader('server', 'nginx/1.22.1').end())
    .listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;
  const server = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => ended(server));
  const port = Number(((await once(server.stdout, 'data')) as [Buffer])[0]);
  expect(await asNobody(() => listeners([port]))).toMatchObject([{ address: '127.0.0.1', program: 'nginx' }]);
});

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

  it('takes what a choice left out of the file for that choice the second time', async () => {
    const manual = ['init', '--file', file, '--domain', 'dane.example.org', '--ipv4', '203.0.113.5'];
    await runCommandLine([...manual, '--dns', 'manual', '--web', 'other-caddy', '--yes'], {});
    const again = await runCommandLine(['init', '--file', file], {});
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to change') as string });
  });

  it('offers MTA-STS, says what it needs, and keeps it the second time', async () => {
    const first = await init('--mta-sts', '--yes');
    expect(first.stdout).toContain('+ MTA_STS=true');
    expect(first.stdout).toMatch(/32 names, such as mta-sts\.sts-good\.dane\.example\.org/);
    expect(first.stdout).toContain('see first that https://dane.example.org/ is reachable');
    const second = await runCommandLine(['init', '--file', file], {});
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to change') as string });
    expect((await init('--no-mta-sts')).stdout).toContain('- MTA_STS=true');
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

  it.each([
    'zeros of a power cut',
    'a NUL octet at the end',
    'a directory',
    'a link to itself',
    'a pipe',
    'a file without end',
    'a file that may not be read',
  ] as const)('leaves %s in the place of .env as it is, and says so in one line', async (kind) => {
    const good = 'DOMAIN=dane.example.org\n';
    await writeFile(file, good);
    await BAD_FILES[kind](file, good);
    await chmod(dirname(file), 0o777);
    const before = await lstat(file);
    const { code, stderr } = await asNobody(() => init('--yes'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^havedane: [^\n]*\.env[^\n]*\n$/);
    expect(await lstat(file)).toMatchObject({ ino: before.ino, size: before.size, mode: before.mode });
    expect(await readdir(dirname(file))).toEqual(['.env']);
  });

  it('keeps the file that is there when the disk is full', async ({ skip }) => {
    const disk = await mountSmallDisk(1);
    if (disk === null) return skip('mounting a small disk takes root');
    onTestFinished(() => disk.close());
    file = join(disk.path, '.env');
    await writeFile(file, 'DOMAIN=old.example.org\n');
    await disk.fill();
    const { code, stderr } = await init('--yes');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^havedane: [^\n]*the disk is full: free some space[^\n]*\n$/);
    expect(await readFile(file, 'utf8')).toBe('DOMAIN=old.example.org\n');
    expect((await readdir(disk.path)).toSorted()).toEqual(['.env', 'filler']);
  });
});
