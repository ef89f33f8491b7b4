/** A rollover finds the one of several receivers behind an address that did not load the next certificates. */
import { X509Certificate } from 'node:crypto';
import { cp, readFile, rm } from 'node:fs/promises';
import { connect as connectTo } from 'node:net';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { connectBy, connectToPlaces, type Endpoint } from '#rollover';
import { directDialer } from '#smtp-client';

import { startMailServer } from '../support/mail-server.js';
import { DOMAIN, writeCertificateSet } from '../support/made-certificates.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { PATIENT } from '../support/patience.js';
import { type ReceiverProcess, spawnReceiver } from '../support/receiver-process.js';
import { openTempStore } from '../support/temp-store.js';

const HOST = `do.${DOMAIN}`;
const dirs: string[] = [];
const receivers: ReceiverProcess[] = [];

afterAll(async () => {
  for (const { child } of receivers) child.kill('SIGKILL');
  await Promise.all(receivers.map(({ exit }) => exit));
  await Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true })));
});

it('sees the old certificate of one of three receivers on one port', async () => {
  const temp = await openTempStore();
  const [old, next] = [await certificates(), await certificates()];
  for (let number = 0; number < 3; number += 1) {
    const dir = await certificates();
    await cp(old, dir, { recursive: true });
    const env = { DOMAIN, CERTS_DIR: dir, DATABASE_URL: `sqlite:${temp.database.path}`, LOG_LEVEL: 'info' };
    receivers.push(await spawnReceiver(env));
  }
  const port = await sharedPort();
  expect(await leavesSeen(port)).toEqual([await leafOf(old)]);

  for (const [number, receiver] of receivers.entries()) {
    const dir = dirs[number + 2]!;
    await cp(next, dir, { recursive: true });
    // The last one cannot load what it has got.
    if (number === 2) await rm(join(dir, 'leaf.key.pem'));
    receiver.child.kill('SIGHUP');
    const said = number === 2 ? 'certificates not reloaded' : 'certificates reloaded';
    await expect
      .poll(() => receiver.logs.some(({ msg }) => String(msg).startsWith(said)), PATIENT)
      .toBe(true);
  }
  expect(await leavesSeen(port)).toEqual([await leafOf(old), await leafOf(next)].toSorted());

  await cp(next, dirs[4]!, { recursive: true });
  receivers[2]?.child.kill('SIGHUP');
  await expect
    .poll(() => receivers[2]?.logs.some(({ msg }) => msg === 'certificates reloaded'), PATIENT)
    .toBe(true);
  expect(await leavesSeen(port)).toEqual([await leafOf(next)]);
  await temp.close();
});

async function certificates(): Promise<string> {
  const dir = await writeCertificateSet({ domain: DOMAIN });
  dirs.push(dir);
  return dir;
}

/** Hands each connection to any of them, as the kernel does where they share a port, which Node 20 cannot ask it to. */
async function sharedPort(): Promise<number> {
  const balancer = await startMailServer({
    onConnection: (socket) => {
      const { port } = receivers[Math.floor(Math.random() * receivers.length)]!;
      const onward = connectTo({ host: '127.0.0.1', port });
      onward.on('error', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    },
  });
  return balancer.port;
}

/** The fingerprints of all that a rollover sees. */
async function leavesSeen(port: number): Promise<string[]> {
  const place: Endpoint = {
    ...{ host: HOST, port, tlsOnConnect: false, tlsaName: `_25._tcp.${HOST}.`, expected: 'verified' },
  };
  const resolver = new MemoryResolver().set('a', HOST, ['127.0.0.1']);
  const connect = connectBy({ resolver, dialer: directDialer(), heloName: 'rollover.test' });
  const [look] = await connectToPlaces({ places: [place], connect });
  if (look?.view.kind !== 'connected') throw new Error(look?.view.detail);
  const leaves = look.view.presented.flatMap(({ result }) => {
    expect(result.kind).not.toBe('failed');
    return result.kind === 'presented' ? [new X509Certificate(result.chain[0]!).fingerprint256] : [];
  });
  return [...new Set(leaves)].toSorted();
}

async function leafOf(dir: string): Promise<string> {
  return new X509Certificate(await readFile(join(dir, 'leaf.cert.pem'))).fingerprint256;
}
