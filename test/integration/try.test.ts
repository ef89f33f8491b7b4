/** `havedane demo` against the API and the receiver on one store: what an operator sees without DNS. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import type { CheckBody } from '#contracts';
import { SCENARIOS } from '#scenarios';

import { ScenarioStates } from '../../apps/api/src/scenarios/scenario-states.js';
import { SIMULATED_SENDER_NAME } from '../../apps/cli/src/try/simulated-sender.js';
import { deliveredOverTls } from '../support/check-stories.js';
import { freePort } from '../support/free-port.js';
import { type ProductFixture, startProduct } from '../support/product-fixture.js';
import { quickOf } from '../support/quick-scenarios.js';
import { runCommandLine } from '../support/run-command-line.js';
import { tempDirOfTest } from '../support/temp-dir.js';

let product: ProductFixture;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const tryAs = (persona: string, ...options: string[]) =>
  runCommandLine(['demo', '--as', persona, ...options], product.env);

/** The check that the output names, as the API shows it now. */
async function checkIn(stdout: string): Promise<CheckBody> {
  const token = /\/check\/([0-9a-z]{12})$/m.exec(stdout)?.[1];
  return (await (await fetch(`${product.api.url}/api/checks/${token}`)).json()) as CheckBody;
}

/** The report on one message to each of the addresses. */
const report = (addresses: readonly string[], results: readonly string[]) =>
  addresses.map((address, index) => `  ${address}\n    ${results[index]}\n`).join('');

const DELIVERED = 'delivered, over TLSv1.3';
const IN_CLEAR = 'delivered, in the clear';
const DANE_RESULTS = [
  'delivered, over TLSv1.3, certificate matched',
  DELIVERED,
  'refused, none of 3 TLSA records matches the certificate',
];

describe('havedane demo', () => {
  it.each([
    ['dane', 'enforces', DANE_RESULTS],
    ['tls', 'does-not-enforce', [DELIVERED, DELIVERED, DELIVERED]],
    ['plain', 'no-tls', [IN_CLEAR, IN_CLEAR, IN_CLEAR]],
  ])('as %s mails a new check and gives the verdict %s', async (persona, outcome, results) => {
    const { code, stdout, stderr } = await tryAs(persona);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const check = await checkIn(stdout);
    const { verdict, observations, url } = check;
    expect(verdict).toMatchObject({ outcome, provisional: false });
    expect(new Set(observations.map(({ attribution }) => attribution))).toEqual(new Set(['exact']));
    expect(stdout).toContain(`\nSIMULATED sender “${persona}”: `);
    const addresses = quickOf(check).map(({ address }) => address);
    expect(stdout).toContain(
      `${url}\n\n${report(addresses, results)}\nVerdict: ${outcome} – ${verdict.title}\n`,
    );
  });

  it('--classic mails the classic addresses, whose refusal only the client address ties to the check', async () => {
    const { code, stdout, stderr } = await tryAs('dane', '--classic');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const check = await checkIn(stdout);
    const { verdict, observations } = check;
    expect(verdict.outcome).toBe('enforces');
    expect(observations.find(({ kind }) => kind === 'refused')).toMatchObject({
      scenario: 'wrong',
      attribution: 'same-client',
    });
    const addresses = quickOf(check).map(({ classicAddress }) => classicAddress);
    expect(stdout).toContain(`\n\n${report(addresses, DANE_RESULTS)}\nVerdict: enforces – `);
  });

  it.each([
    ['token', ({ token }: CheckBody) => token],
    ['URL', ({ url }: CheckBody) => url],
  ])('--check mails the open check that the %s names', async (_what, nameOf) => {
    const check = await product.api.createCheck();
    const { code, stdout } = await tryAs('tls', '--check', nameOf(check));
    expect(code).toBe(0);
    expect(await checkIn(stdout)).toMatchObject({
      token: check.token,
      verdict: { outcome: 'does-not-enforce' },
    });
  });

  it('says in one line what is enforced of DANE and MTA-STS, where both were tested', async () => {
    const offered = vi.spyOn(ScenarioStates.prototype, 'available', 'get').mockReturnValue(SCENARIOS);
    onTestFinished(() => offered.mockRestore());
    const check = await product.api.createCheck();
    const sender = { clientAddress: '127.0.0.1', clientName: SIMULATED_SENDER_NAME };
    for (const scenario of ['sts-good', 'sts-none', 'sts-cert'] as const) {
      const fact = { scenario, at: Date.now(), sender };
      await product.api.receiver.observations.append(
        deliveredOverTls({ token: check.token, domain: product.env['DOMAIN'] ?? '' }, fact),
      );
    }
    const { stdout } = await tryAs('tls', '--check', check.token);
    const { headline, mtaSts } = await checkIn(stdout);
    expect(headline.kind).toBe('neither');
    expect(stdout).toContain(`\nVerdict: does-not-enforce – ${headline.title}\n`);
    expect(stdout).toContain(`\n${mtaSts?.caching}\n\n`);
  });
});

describe('havedane demo, with one line and exit code 1,', () => {
  const failed = (stderr: string) => ({ code: 1, stdout: '', stderr });

  it('says that a token names no check', async () => {
    expect(await tryAs('tls', '--check', '0123456789ab')).toEqual(
      failed(
        `havedane: ${product.api.url} answers: No check has this token: it was mistyped, or the check has expired.\n`,
      ),
    );
  });

  it('says that no API answers', async () => {
    const port = await freePort();
    expect(
      await runCommandLine(['demo', '--as', 'tls'], { ...product.env, HTTP_PORT: String(port) }),
    ).toEqual(
      failed(
        `havedane: http://127.0.0.1:${port} cannot be reached: the connection was refused; in a checkout, npm start runs it\n`,
      ),
    );
  });

  it('says that the records were not generated yet', async () => {
    const ZONES_DIR = join(product.zonesDir, 'none');
    expect(await runCommandLine(['demo', '--as', 'dane'], { ...product.env, ZONES_DIR })).toEqual(
      failed(`havedane: ${join(ZONES_DIR, 'records.json')} is not there yet: run npm run dns first\n`),
    );
  });

  it.each([
    ['is cut off', '[{"name": "do.havedane.test.", "ty'],
    ['is empty', ''],
    ['holds something else', '{"records": []}'],
    ['lacks a field', '[{"name": "do.havedane.test.", "type": "TLSA"}]'],
  ])('says that the file of the records %s', async (_what, content) => {
    const ZONES_DIR = await tempDirOfTest();
    const file = join(ZONES_DIR, 'records.json');
    await writeFile(file, content);
    expect(await runCommandLine(['demo', '--as', 'dane'], { ...product.env, ZONES_DIR })).toEqual(
      failed(`havedane: ${file} does not hold what npm run dns writes: run npm run dns again\n`),
    );
  });

  it('says that no receiver answers', async () => {
    const port = await freePort();
    const { code, stderr } = await runCommandLine(['demo', '--as', 'tls'], {
      ...product.env,
      SMTP_PORT: String(port),
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `havedane: connect ECONNREFUSED 127.0.0.1:${port}\n`,
    });
  });
});
