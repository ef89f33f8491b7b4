/** What probes for the page: the engine against servers on loopback, its limits, and the thread it runs in. */
import { pathToFileURL } from 'node:url';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import type { ProbeBody, ProbeStepBody, ProbeTargetBody } from '#contracts';
import { tlsaRecord } from '#dane';
import { TieredRates } from '#limits';

import { LocalEngine, type LocalEngineSettings } from '../../apps/api/src/probes/engine/local-engine.js';
import type { CountTarget } from '../../apps/api/src/probes/engine/probe-engine.js';
import type { ProbeWorkerData } from '../../apps/api/src/probes/engine/probe-worker.js';
import { WorkerEngine } from '../../apps/api/src/probes/engine/worker-engine.js';
import { openTempStore } from '../support/temp-store.js';
import { startApi } from '../support/api-fixture.js';
import { freePort } from '../support/free-port.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { PATIENT } from '../support/patience.js';
import { codesOf } from '../support/probe-fixture.js';
import { type TestCertificate, issueCertificate } from '../support/x509.js';

const MX = 'mx.example.test';

let certificate: TestCertificate;
let server: MailServer;
beforeAll(async () => {
  certificate = issueCertificate({
    name: MX,
    dnsNames: [MX],
    notAfter: new Date(Date.now() + 100 * 86_400_000),
  });
  server = await startMailServer({ tls: { key: certificate.keyPem, cert: certificate.pem } });
});
afterAll(() => server.close());

/** Domains whose mail goes to a host with these addresses. */
function zone(addresses: readonly string[], ...domains: readonly string[]): MemoryResolver {
  const resolver = new MemoryResolver()
    .set(
      'a',
      MX,
      addresses.filter((one) => !one.includes(':')),
    )
    .set('tlsa', `_${server.port}._tcp.${MX}`, [tlsaRecord(3, 1, 1, certificate.der)]);
  const ipv6 = addresses.filter((one) => one.includes(':'));
  if (ipv6.length > 0) resolver.set('aaaa', MX, ipv6);
  for (const domain of domains) resolver.set('mx', domain, [{ preference: 10, exchange: MX }]);
  return resolver;
}

function localEngine(resolver: MemoryResolver, settings: Partial<LocalEngineSettings> = {}): LocalEngine {
  return new LocalEngine(
    { allowPrivate: true, perTargetAndMinute: 100, heloName: 'probe.test', port: server.port, ...settings },
    () => Promise.resolve({ resolver }),
  );
}

const ALONE: CountTarget = () => Promise.resolve(null);

const run = (
  engine: LocalEngine | WorkerEngine,
  domain: string,
  steps: ProbeStepBody[] = [],
  count: CountTarget = ALONE,
) => engine.run(domain, (step) => steps.push(step), new AbortController().signal, count);

describe('the engine', () => {
  it('probes a domain for the API, from the request to the stored result', async () => {
    const api = await startApi({}, { probeEngine: localEngine(zone(['127.0.0.1'], 'example.test')) });
    const request = { method: 'POST', body: '{"domain":"Example.test"}' };
    const { id } = (await (await fetch(`${api.url}/api/probes`, request)).json()) as ProbeBody;
    const probe = await vi.waitFor(async () => {
      const seen = (await (await fetch(`${api.url}/api/probes/${id}`)).json()) as ProbeBody;
      expect(seen.state).toBe('done');
      return seen;
    }, PATIENT);
    expect(probe.result).toMatchObject({
      target: 'example.test',
      mode: 'mx',
      dane: 'verified',
      hosts: [{ name: MX, addresses: [{ address: '127.0.0.1', dane: 'verified' }] }],
      resolver: { address: null },
    });
    expect(probe.steps.length).toBeGreaterThan(3);
    expect(server.commands).toContain('EHLO probe.test');
    await api.close();
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
  ])('connects to no address that is not public: %s', async (address) => {
    const before = server.connections();
    const engine = localEngine(zone([address], 'example.test'), { allowPrivate: false });
    const result = await run(engine, 'example.test');
    expect(server.connections()).toBe(before);
    expect(
      result.hosts.flatMap(({ addresses }) => addresses).every(({ dane }) => dane === 'unreachable'),
    ).toBe(true);
  });

  it('says that an address is not public', async () => {
    const engine = localEngine(zone(['127.0.0.1'], 'example.test'), { allowPrivate: false });
    expect(codesOf(await run(engine, 'example.test'))).toContain('address-forbidden');
  });

  it('leaves a mail server alone that was probed often, whatever the domains', async () => {
    const engine = localEngine(zone(['127.0.0.1'], 'a.test', 'b.test', 'c.test'), { perTargetAndMinute: 2 });
    const results: ProbeTargetBody[] = [];
    for (const domain of ['a.test', 'b.test']) results.push(await run(engine, domain));
    const before = server.connections();
    results.push(await run(engine, 'c.test'));
    expect(results.map(({ dane }) => dane)).toEqual(['verified', 'verified', 'not-looked-at']);
    expect(results[2]?.result).toBe('warning');
    expect(results[2]?.findings[0]?.code).toBe('connections-used-up');
    expect(server.connections()).toBe(before);
    expect(JSON.stringify(results[2])).toContain('was not tested: it was probed often just now');
  });

  it('leaves it alone as well when two other processes have probed it so often together', async () => {
    const temp = await openTempStore();
    const resolver = zone(['127.0.0.1'], 'a.test', 'b.test', 'c.test');
    const probe = async (domain: string) => {
      const store = await temp.openAnother();
      const engine = localEngine(resolver, { perTargetAndMinute: 2 });
      return run(engine, domain, [], (rates) => store.rates.count(rates, Date.now()));
    };
    const results = [await probe('a.test'), await probe('b.test')];
    const before = server.connections();
    results.push(await probe('c.test'));
    expect(results.map(({ dane }) => dane)).toEqual(['verified', 'verified', 'not-looked-at']);
    expect(server.connections()).toBe(before);
    await temp.close();
  });

  it('ends early with what it knows', async () => {
    const silent = await startMailServer({ greeting: null });
    const resolver = zone(['127.0.0.1'], 'example.test');
    const abort = new AbortController();
    const running = localEngine(resolver, { port: silent.port }).run(
      'example.test',
      () => undefined,
      abort.signal,
    );
    await vi.waitFor(() => expect(silent.connections()).toBe(1), PATIENT);
    abort.abort();
    expect(await running).toMatchObject({ lookup: { type: 'MX' }, hosts: [{ name: MX }] });
    await silent.close();
  });
});

describe('the thread', () => {
  const engines: WorkerEngine[] = [];
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.close()));
  });

  function thread(module: string, data: unknown = null, silenceMs = 30_000): WorkerEngine {
    const file = pathToFileURL(module);
    // Vitest's own arguments make the libraries resolve to TypeScript.
    const engine = new WorkerEngine({ file, data, execArgv: [], silenceMs });
    engines.push(engine);
    return engine;
  }

  it('tells steps and result, and ends a probe early', async () => {
    const engine = thread('build/test/support/hostile-probe-worker.js');
    const steps: ProbeStepBody[] = [];
    expect(await run(engine, 'a.example', steps)).toMatchObject({ target: 'a.example', dane: 'verified' });
    expect(steps).toMatchObject([{ text: 'a step' }]);
    const abort = new AbortController();
    const silent = engine.run('silent.example', () => undefined, abort.signal, ALONE);
    abort.abort();
    expect(await silent).toMatchObject({ dane: 'unreachable' });
  });

  it.each([
    ['crash.example', /nobody listens/],
    ['loop.example', /stuck/],
    ['hoard.example', /memory|stuck/],
  ])('fails %s alone with what runs beside it, and begins anew', async (domain, reason) => {
    const engine = thread('build/test/support/hostile-probe-worker.js', null, 4_000);
    await run(engine, 'a.example');
    const beside = run(engine, 'silent.example');
    const results = await Promise.allSettled([run(engine, domain), beside]);
    for (const result of results) {
      expect(result.status === 'rejected' && String(result.reason)).toMatch(reason);
    }
    expect(await run(engine, 'a.example')).toMatchObject({ dane: 'verified' });
  });

  it('asks its process whether a target may be connected to', async () => {
    const engine = thread('build/test/support/hostile-probe-worker.js');
    const rates = new TieredRates(() => 0, 60_000, 10);
    const asked = () => run(engine, 'counted.example', [], async (each) => rates.count(each));
    expect(await asked()).toMatchObject({ dane: 'verified' });
    expect(await asked()).toMatchObject({ dane: 'unreachable' });
  });

  it('fails what runs when it is closed', async () => {
    const engine = thread('build/test/support/hostile-probe-worker.js');
    await run(engine, 'a.example');
    const silent = run(engine, 'silent.example');
    await Promise.all([engine.close(), expect(silent).rejects.toThrow('closing')]);
  });

  it('of the product asks the resolver of the configuration', async () => {
    const resolver = { address: '127.0.0.1', port: await freePort('127.0.0.1') };
    const data: ProbeWorkerData = {
      settings: { allowPrivate: false, perTargetAndMinute: 10, heloName: 'probe.test' },
      resolvers: [resolver],
    };
    const result = await run(thread('dist/apps/api/src/probes/engine/probe-worker.js', data), 'example.test');
    const text = 'could not be looked up: the resolver of this service refused the connection';
    expect(result).toMatchObject({ hosts: [], resolver: { address: null } });
    expect(result.findings[0]?.text).toContain(text);
    // Where it is does not concern visitors.
    expect(JSON.stringify(result)).not.toContain(String(resolver.port));
  });
});
