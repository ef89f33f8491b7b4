/** What `havedane dns ds` prints is all that the zone above needs: a resolver that trusts that zone alone validates ours. */
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { LAB_DOMAIN } from '../lab/lab-addresses.js';
import type { Lab } from '../lab/lab.js';
import { Unbound } from '../lab/unbound.js';
import { dnsQuery } from '../support/dns-query.js';
import { withFewScenarios } from '../support/few-scenarios.js';
import { ParentZone } from '../support/parent-zone.js';
import { runCommandLine } from '../support/run-command-line.js';
import { sharedLab } from '../support/shared-lab.js';

const PARENT = LAB_DOMAIN.slice(LAB_DOMAIN.indexOf('.') + 1);
const PARENT_ADDRESS = '127.0.0.23';
const RESOLVER = { address: '127.0.0.24', port: 53 };
const CHECK = `0123456789ab.wrong.${LAB_DOMAIN}`;

let lab: Lab;
let runs = 0;

beforeAll(async () => {
  lab = await sharedLab([]);
});
/** The records that are printed for the zone above. */
async function printedRecords(): Promise<string[]> {
  const printed = await lab.product.havedane('dns', 'ds');
  return printed.split('\n').flatMap((line) => /^ {2}(\S+\.\s+(?:NS|A|AAAA|DS)\s.*)$/.exec(line)?.[1] ?? []);
}

/** With a resolver that knows nothing but the zone above, which holds these records. */
async function below<T>(delegation: readonly string[], work: () => Promise<T>): Promise<T> {
  const directory = join(lab.directory, `delegation-${(runs += 1)}`);
  const parent = new ParentZone({
    directory: join(directory, 'parent'),
    domain: PARENT,
    address: PARENT_ADDRESS,
    delegation,
  });
  const nameServer = { address: PARENT_ADDRESS, port: 53 };
  try {
    const trustAnchor = await parent.start();
    const unbound = new Unbound({
      ...{ directory: join(directory, 'unbound'), domain: PARENT, trustAnchor, listen: RESOLVER, nameServer },
    });
    try {
      await unbound.start();
      return await work();
    } finally {
      await unbound.stop();
    }
  } finally {
    await parent.stop();
  }
}

const askBelow = (delegation: readonly string[], name: string) =>
  below(delegation, () => dnsQuery(RESOLVER, name, 'TLSA', ['+dnssec', '+timeout=15']));

describe('the delegation', () => {
  it('is NS, glue and DS', async () => {
    const types = (await printedRecords()).map((line) => line.split(/\s+/)[1]);
    expect(types).toEqual(['NS', 'NS', 'A', 'A', 'DS']);
  });

  it('makes TLSA records of a check secure', async () => {
    const { status, flags, data } = await askBelow(await printedRecords(), `_25._tcp.${CHECK}`);
    expect({ status, count: data.length }).toEqual({ status: 'NOERROR', count: 3 });
    expect(flags).toContain('ad');
  });

  it('without the DS record makes them found, but not secure', async () => {
    const withoutDs = (await printedRecords()).filter((line) => !/\sDS\s/.test(line));
    const { status, flags } = await askBelow(withoutDs, `_25._tcp.${CHECK}`);
    expect(status).toBe('NOERROR');
    expect(flags).not.toContain('ad');
  });

  it('with the DS record of another key makes them fail', async () => {
    const spoilt = (await printedRecords()).map((line) => line.replace(/[0-9A-F]{8}$/, '00000000'));
    const { status } = await askBelow(spoilt, `_25._tcp.${CHECK}`);
    expect(status).toBe('SERVFAIL');
  });
});

describe('havedane delegate', () => {
  withFewScenarios('name-dom');

  const delegate = (...options: readonly string[]) =>
    runCommandLine(['delegate', '--once', ...options], {
      ...lab.product.environment,
      DNS_RESOLVER: RESOLVER.address,
    });
  const SPOILT = /[0-9A-F]{8}$/;

  it('says each time what is missing, started anew at every step, and ends with the doctor', async () => {
    const records = await printedRecords();
    const withoutDs = records.filter((line) => !/\sDS\s/.test(line));
    const steps: readonly (readonly [delegation: readonly string[], code: number, said: RegExp])[] = [
      [[], 3, /^1\. Enter these at the zone above/],
      [[`${LAB_DOMAIN}. NS ns.old.${PARENT}.`], 3, /^1\. [^]*still names ns\.old\.test/],
      [withoutDs, 3, /^2\. The delegation is there\. Enter the DS record/],
      [records.map((line) => line.replace(SPOILT, '00000000')), 1, /^Remove the DS record of another key/],
      // The lab has no root zone to compare the clock with: the doctor cannot check everything.
      [records, 3, /^3\. Published everywhere\.[^]*^ok {4}DNSSEC[^]*Nothing failed, but not everything/m],
    ];
    for (const [delegation, code, said] of steps) {
      const [done, quiet] = await below(delegation, async () => [
        await delegate(),
        await delegate('--quiet'),
      ]);
      expect(done.stdout).toMatch(said);
      expect(done.code).toBe(code);
      expect(quiet).toEqual({ code, stdout: '', stderr: '' });
    }
  });
});
