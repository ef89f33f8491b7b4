/** `havedane test` through real mail servers: what it exits with is what a pipeline or a monitor goes by. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Lab } from '../lab/lab.js';
import { run as runProgram } from '../support/run-program.js';
import { sharedLab } from '../support/shared-lab.js';
import { tempDirOfTest } from '../support/temp-dir.js';

type PostfixName = Parameters<Lab['postfix']>[0];

let lab: Lab;

beforeAll(async () => {
  lab = await sharedLab(['dane', 'tls', 'plain']);
});

// What a test leaves queued would be seen again, beside the checks of others.
afterEach(async () => {
  await (await lab.sender('dane')).emptyQueue();
});

/** The sendmail of that Postfix. */
async function sendmailOf(name: PostfixName): Promise<string> {
  const { directories } = await lab.postfix(name);
  const program = join(await tempDirOfTest(), 'sendmail');
  await writeFile(program, `#!/bin/sh\nexec sendmail -C '${directories.config}' "$@"\n`);
  await chmod(program, 0o755);
  return program;
}

async function testBy(name: PostfixName, ...args: string[]) {
  const options = ['--server', lab.product.url, '--sendmail', await sendmailOf(name), '--wait', '5m'];
  return runProgram(process.execPath, ['dist/apps/cli/src/main.js', 'test', ...options, ...args]);
}

describe('havedane test --sendmail', () => {
  it.each<[PostfixName, number, RegExp]>([
    ['dane', 0, /^✓ .* enforces DANE$/m],
    ['tls', 1, /^✗ /m],
    ['plain', 1, /^✗ /m],
  ])('of Postfix %s exits with %i', async (name, code, words) => {
    const run = await testBy(name, '--label', 'mx1');
    expect(run).toMatchObject({ code, stdout: expect.stringMatching(words) as string });
    expect(run.stdout).toContain('mx1');
  });

  it('of a Postfix with DANE fails at no scenario, and ends where no more than silence can follow', async () => {
    const { code, stdout } = await testBy('dane', '--level', 'full', '--wait', '1h');
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✓ .* enforces DANE$/m) as string,
    });
    expect(stdout).not.toContain('✗');
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/\? Not seen yet: bogus, lame\. That decided nothing; /);
  });

  it('writes a JUnit report that says the same', async () => {
    const file = join(await tempDirOfTest(), 'report.xml');
    expect(await testBy('tls', '--junit', file, '--terse')).toMatchObject({ code: 1 });
    const report = await readFile(file, 'utf8');
    expect(report).toMatch(/<testcase name="wrong: [^"]*" [^>]*>\n +<failure /);
  });

  it('says OK to Nagios', async () => {
    const run = await testBy('dane', '--nagios');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(
      /^DANE OK - .+ \| time=.* servers=1;;;0 scenarios=3;;;0 passed=2;;;0 failed=0;;;0 open=0;;;0\n$/,
    );
  });
});
