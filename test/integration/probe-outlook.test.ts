/** What a probe says of records that will break, of what they describe, and of addresses that it or others cannot reach. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import type { ProbeTargetBody } from '#contracts';
import { tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';
import type { ProbeOptions, ProbePorts } from '#probe';
import { directDialer } from '#smtp-client';

import { because, detail } from '#text';

import { type MailServer, startMailServer } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { codesOf, probe } from '../support/probe-fixture.js';
import { type CertificateRequest, issueCertificate, type TestCertificate } from '../support/x509.js';

const DOMAIN = 'example.test';
const HOST = `mx.${DOMAIN}`;
const PAST = { notBefore: new Date('2024-01-01'), notAfter: new Date('2025-01-01') };
const BY_ACME = { notBefore: new Date('2026-05-01'), notAfter: new Date('2026-07-30') };

/** The key of a retired intermediate of Let's Encrypt. */
const ofR3: TlsaRecord = {
  ...{ usage: 2, selector: 1, matchingType: 1 },
  data: Uint8Array.from(
    Buffer.from('8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d', 'hex'),
  ),
};

function leaf(request: Partial<CertificateRequest> = {}): TestCertificate {
  return issueCertificate({ name: HOST, dnsNames: [HOST], ...request });
}

const servers: (MailServer | { close(): Promise<void> })[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...chain: readonly [TestCertificate, ...TestCertificate[]]): Promise<MailServer> {
  const cert = chain.map(({ pem }) => pem).join('');
  const server = await startMailServer({ tls: { key: chain[0].keyPem, cert } });
  servers.push(server);
  return server;
}

async function look(
  port: number,
  records: readonly TlsaRecord[],
  zone: (resolver: MemoryResolver) => void = () => undefined,
  ports: Partial<ProbePorts> = {},
  options: Partial<ProbeOptions> = {},
): Promise<ProbeTargetBody> {
  const resolver = new MemoryResolver()
    .set('mx', DOMAIN, [{ preference: 10, exchange: HOST }])
    .set('a', HOST, ['127.0.0.1'])
    .set('tlsa', `_${port}._tcp.${HOST}`, records);
  zone(resolver);
  const { body } = await probe(DOMAIN, { mode: { kind: 'mx' }, port, ...options }, { resolver, ...ports });
  return body;
}

async function found(
  chain: TestCertificate | readonly [TestCertificate, ...TestCertificate[]],
  records: readonly TlsaRecord[],
  code: string,
) {
  const { port } = await ('der' in chain ? serve(chain) : serve(...chain));
  const body = await look(port, records);
  const all = [body, ...body.hosts, ...body.hosts.flatMap(({ addresses }) => addresses)];
  return all.flatMap(({ findings }) => findings).find((one) => one.code === code);
}

describe('records that the next renewal breaks', () => {
  const [own, short] = [leaf(), leaf(BY_ACME)];
  const authority = { ca: true, keyUsage: 0x04 };
  const ca = issueCertificate({ name: 'CA', ...authority });
  const subject = [
    ['2.5.4.6', 'US'],
    ['2.5.4.10', "Let's Encrypt"],
    ['2.5.4.3', 'E7'],
  ] as const;
  const several = issueCertificate({ name: 'E7', subject, issuer: ca, ...authority });
  const [under, underSeveral] = [leaf({ ...BY_ACME, issuer: ca }), leaf({ ...BY_ACME, issuer: several })];
  const ta = ({ der }: TestCertificate) => tlsaRecord(2, 1, 1, der);
  const ofPast = tlsaRecord(3, 0, 0, leaf(PAST).der);
  const of = (selector: 0 | 1, { der }: TestCertificate) => tlsaRecord(3, selector, 1, der);

  it.each([
    ['of the whole certificate', own, [of(0, own)], 'warning'],
    ['of the key of a short-lived certificate', short, [of(1, short)], 'info'],
    ['of the key of a certificate for a year', own, [of(1, own)], undefined],
    ['of the whole certificate, and one for the next', own, [of(0, own), of(0, short)], undefined],
    ['of the key, and one for the next', short, [of(1, short), of(1, own)], undefined],
    ['of the whole certificate, and one of an issuer to come', own, [of(0, own), ta(ca)], undefined],
    ['of the whole certificate, and one of a retired issuer', own, [of(0, own), ofR3], 'warning'],
    ['of the key, and one of an expired certificate', short, [of(1, short), ofPast], 'info'],
    [
      'of the whole certificate, and one of its key as an issuer',
      own,
      [of(0, own), { ...of(1, own), usage: 2 }],
      'warning',
    ],
    ['of the issuer', [under, ca], [ta(ca)], undefined],
    ['of the key and the issuer', [under, ca], [of(1, under), ta(ca)], undefined],
    ['of an intermediate of several', [underSeveral, several], [ta(several)], 'warning'],
    [
      'of such an intermediate, and others of them',
      [underSeveral, several],
      [ta(several), ta(ca)],
      undefined,
    ],
    [
      'of such an intermediate and the key',
      [underSeveral, several],
      [ta(several), of(1, underSeveral)],
      'info',
    ],
    ['of such an intermediate and a retired one', [underSeveral, several], [ta(several), ofR3], 'warning'],
  ] as const)('%s', async (_title, chain, records, severity) => {
    expect((await found(chain, records, 'breaks-at-renewal'))?.severity).toBe(severity);
  });

  it('takes no retired issuer and no past certificate for the record of a key to come', async () => {
    const { port } = await serve(short);
    const { hosts } = await look(port, [of(1, short), { ...ofR3, usage: 3 }]);
    expect(hosts[0]!.rollover).toMatchObject({ scheme: 'single', ready: false });
  });
});

describe('records whose data is known', () => {
  const own = leaf();
  const record = (usage: number, selector: number, matchingType: number, hex: string): TlsaRecord => ({
    ...{ usage, selector, matchingType },
    data: Uint8Array.from(Buffer.from(hex, 'hex')),
  });
  const past = leaf(PAST);

  it.each([
    [
      'nothing',
      record(3, 1, 1, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
      'digest of nothing',
    ],
    ['R3', ofR3, 'Let’s Encrypt R3'],
    ['an expired certificate', tlsaRecord(2, 0, 0, past.der), 'expired on 2025-01-01'],
  ])('%s', async (_title, known, words) => {
    const finding = await found(own, [tlsaRecord(3, 1, 1, own.der), known], 'tlsa-record-well-known');
    expect(finding).toMatchObject({ severity: 'warning', text: expect.stringContaining(words) });
  });

  it('none of what is served', async () => {
    expect(await found(own, [tlsaRecord(3, 0, 0, own.der)], 'tlsa-record-well-known')).toBeUndefined();
  });
});

describe('a certificate with must-staple', () => {
  // SEQUENCE { INTEGER 5 }
  const feature = { oid: '1.3.6.1.5.5.7.1.24', value: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05) };
  const strict = leaf({ extensions: [feature] });

  it('is a warning where nothing is stapled', async () => {
    const finding = await found(strict, [tlsaRecord(3, 1, 1, strict.der)], 'must-staple-missing');
    expect(finding?.severity).toBe('warning');
  });

  it('is none where something is', async () => {
    const server = await startMailServer({
      tls: { key: strict.keyPem, cert: strict.pem },
      ocsp: Buffer.from('stapled'),
    });
    servers.push(server);
    const codes = codesOf(await look(server.port, [tlsaRecord(3, 1, 1, strict.der)]));
    expect(codes).toContain('ocsp-not-good');
    expect(codes).not.toContain('must-staple-missing');
  });
});

describe('a server that allows one connection at a time', () => {
  it('is asked again, and shows both of its certificates', async () => {
    const [rsa, ecdsa] = [leaf({ key: 'rsa' }), leaf({ key: 'ecdsa' })];
    const behind = await startMailServer({
      tls: { key: [rsa.keyPem, ecdsa.keyPem], cert: [rsa.pem, ecdsa.pem] },
    });
    const busy = await startBusyServer(behind);
    servers.push(behind, busy);
    const body = await look(busy.port, [tlsaRecord(3, 1, 1, rsa.der), tlsaRecord(3, 1, 1, ecdsa.der)]);

    expect(busy.refused()).toBeGreaterThan(1);
    const [address] = body.hosts[0]!.addresses;
    expect(address!.handshakes.map(({ status }) => status)).toEqual(Array(3).fill('completed'));
    expect(codesOf(body)).not.toContain('second-handshake-failed');
  });
});

describe('a server that is busy at EHLO or STARTTLS', () => {
  it.each(['EHLO', 'STARTTLS'])('is asked again after %s', async (command) => {
    const own = leaf();
    const server = await startMailServer({
      tls: { key: own.keyPem, cert: own.pem },
      busyAt: (connection) => (connection % 2 === 1 ? command : null),
    });
    servers.push(server);
    const body = await look(
      server.port,
      [tlsaRecord(3, 1, 1, own.der)],
      undefined,
      {},
      { connectTimeoutMs: 2_000 },
    );
    expect(body).toMatchObject({ dane: 'verified' });
    expect(server.connections()).toBe(6);
    expect(body.hosts[0]!.addresses[0]!.handshakes[2]!.status).toBe('completed');
  });
});

/** Takes the first connection and every other one after it; the rest is told to come later. */
async function startBusyServer(behind: MailServer) {
  let [connections, refused] = [0, 0];
  const server = await startBefore(behind, (socket, pass) => {
    connections += 1;
    if (connections % 2 === 1) return pass();
    refused += 1;
    socket.end('421 4.7.0 too many connections\r\n');
  });
  return { ...server, refused: () => refused };
}

describe('a server that answers late', () => {
  it('is waited for three times as long as a connection, and reported as slow', async () => {
    const own = leaf();
    const behind = await serve(own);
    const connectTimeoutMs = 1_000;
    let connections = 0;
    const slow = await startBefore(behind, (_socket, pass) => {
      connections += 1;
      if (connections > 1) pass();
      else setTimeout(pass, 3 * connectTimeoutMs);
    });
    servers.push(slow);
    const records = [tlsaRecord(3, 1, 1, own.der)];
    const body = await look(slow.port, records, undefined, {}, { connectTimeoutMs });
    expect(body).toMatchObject({ dane: 'verified' });
    const finding = body.hosts[0]!.addresses[0]!.findings.find(({ code }) => code === 'reply-slow');
    expect(finding?.text).toContain('to greet');
  });
});

/** Decides of each connection whether, and when, it gets to the server behind. */
async function startBefore(behind: MailServer, meet: (socket: Socket, pass: () => void) => void) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    meet(socket, () => {
      const inner = connect(behind.port, behind.host);
      sockets.add(inner);
      inner.on('error', () => undefined);
      socket.pipe(inner).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

describe('a machine without IPv6', () => {
  const own = leaf();
  const dialer = {
    dial: (...where: Parameters<ReturnType<typeof directDialer>['dial']>) =>
      where[0].includes(':')
        ? Promise.resolve({ kind: 'no-ipv6', ...because(detail('no-ipv6')) } as const)
        : directDialer().dial(...where),
  };

  it('says so once, and judges by what it could try', async () => {
    const { port } = await serve(own);
    const zone = (resolver: MemoryResolver) =>
      void resolver.set('aaaa', HOST, ['2001:db8::25', '2001:db8::26']);
    const body = await look(port, [tlsaRecord(3, 1, 1, own.der)], zone, { dialer });
    expect(codesOf(body).filter((code) => code === 'prober-without-ipv6')).toHaveLength(1);
    expect(body).toMatchObject({ result: 'ok', dane: 'verified' });
    expect(body.hosts[0]!.senders.map(({ verdict }) => verdict)).toEqual(Array(4).fill('authenticated'));
  });

  it('concludes nothing of a host that has nothing else', async () => {
    const { port } = await serve(own);
    const zone = (resolver: MemoryResolver) =>
      void resolver.set('a', HOST, []).set('aaaa', HOST, ['2001:db8::25']);
    const body = await look(port, [tlsaRecord(3, 1, 1, own.der)], zone, { dialer });
    expect(body.dane).toBe('not-looked-at');
    expect(codesOf(body)).not.toContain('unreachable');
  });
});

describe('MX hosts that only this network reaches', () => {
  const notPublic = ({ hosts }: ProbeTargetBody) =>
    hosts[0]!.findings.find(({ code }) => code === 'mx-not-public');

  it('are lost to senders elsewhere, and a note with --internal', async () => {
    const own = leaf();
    const { port } = await serve(own);
    const records = [tlsaRecord(3, 1, 1, own.der)];
    const internal = await look(port, records);
    expect(notPublic(internal)).toMatchObject({
      severity: 'info',
      text: expect.stringContaining('127.0.0.1'),
    });
    expect(internal).toMatchObject({ result: 'ok', dane: 'verified' });

    const lost = await look(port, records, undefined, {}, { isInternal: false });
    expect(notPublic(lost)?.severity).toBe('error');
    expect(lost).toMatchObject({ result: 'error', dane: 'unreachable' });
    const senders = lost.hosts[0]!.senders;
    expect(senders.map(({ verdict }) => verdict)).toEqual(Array(4).fill('deferred'));
    expect(senders[0]!.text).toContain('nobody outside its network reaches 127.0.0.1');

    const dialer = {
      dial: (address: string, ...rest: [number, number, AbortSignal]) =>
        address === '1.1.1.1'
          ? Promise.resolve({ kind: 'refused', ...because(detail('connection-refused')) } as const)
          : directDialer().dial(address, ...rest),
    };
    const zone = (resolver: MemoryResolver) => void resolver.set('a', HOST, ['127.0.0.1', '1.1.1.1']);
    const body = await look(port, records, zone, { dialer }, { isInternal: false });
    expect(notPublic(body)?.severity).toBe('warning');
    expect(body).toMatchObject({ result: 'error', dane: 'unreachable' });
  });
});

describe('a TLSRPT record at the mail server', () => {
  it('is named where the domain has none', async () => {
    const own = leaf();
    const { port } = await serve(own);
    const zone = (resolver: MemoryResolver) =>
      void resolver.set('txt', `_smtp._tls.${HOST}`, ['v=TLSRPTv1; rua=mailto:tls@example.test']);
    const body = await look(port, [tlsaRecord(3, 1, 1, own.der)], zone, {}, { policies: true });
    expect(body.tlsRpt?.findings.map(({ code }) => code)).toEqual(['tlsrpt-none', 'tlsrpt-at-host']);
  });
});
