/**
 * Through a SOCKS5 proxy (RFC 1928, RFC 1929). Names are never given to it: which addresses a host has is an answer
 * of the validating resolver, so that `socks5` and `socks5h` come to the same.
 */
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

import { SocksClient } from 'socks';

import { because, detail, hostOfUrl } from '#text';

import { connectTo, type Dialer, type DialResult } from './dialer.js';

export interface SocksProxy {
  readonly host: string;
  readonly port: number;
  readonly credentials: { readonly userName: string; readonly password: string } | null;
}

const DEFAULT_PORT = 1080;

/** Reads `socks5://[USER:PASSWORD@]HOST[:PORT]`; null when it is anything else. */
export function parseSocksUrl(text: string): SocksProxy | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isBare = (url.pathname === '' || url.pathname === '/') && url.search === '' && url.hash === '';
  if (!['socks5:', 'socks5h:'].includes(url.protocol) || url.hostname === '' || !isBare) return null;
  const credentials = credentialsOf(url);
  if (credentials === undefined) return null;
  return {
    host: hostOfUrl(url),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    credentials: url.username === '' ? null : credentials,
  };
}

/** Percent encoding that is none gives undefined. */
function credentialsOf({ username, password }: URL): SocksProxy['credentials'] | undefined {
  try {
    return { userName: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

export function socksDialer(proxy: SocksProxy): Dialer {
  return {
    dial: async (address, port, timeoutMs, signal) => {
      const toProxy = await connectTo(proxy.host, proxy.port, timeoutMs, signal);
      if (toProxy.kind !== 'connected')
        return { ...toProxy, ...because(detail('proxy-failed', toProxy.why)) };
      const { socket } = toProxy;
      const onAbort = (): void => void socket.destroy();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return { kind: 'connected', socket: await relayed(socket, proxy, address, port, timeoutMs) };
      } catch (error) {
        socket.destroy();
        return refusal(error, signal);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}

async function relayed(
  socket: Socket,
  { host, port: proxyPort, credentials }: SocksProxy,
  address: string,
  port: number,
  timeoutMs: number,
): Promise<Socket> {
  await SocksClient.createConnection({
    command: 'connect',
    destination: { host: address, port },
    existing_socket: socket,
    proxy: {
      host,
      port: proxyPort,
      type: 5,
      ...(credentials === null ? {} : { userId: credentials.userName, password: credentials.password }),
    },
    timeout: timeoutMs,
  });
  return keepingEarlyBytes(socket);
}

/** A mail server speaks first: what it said together with the proxy's answer is emitted once, a turn later, and lost. */
async function keepingEarlyBytes(socket: Socket): Promise<Socket> {
  const early: Buffer[] = [];
  const keep = (chunk: Buffer): void => void early.push(chunk);
  socket.on('data', keep);
  await setImmediate();
  await setImmediate();
  socket.pause();
  socket.removeListener('data', keep);
  if (early.length > 0) socket.unshift(Buffer.concat(early));
  return socket;
}

function refusal(error: unknown, signal: AbortSignal): DialResult {
  if (signal.aborted) return { kind: 'timeout', ...because(detail('ended')) };
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('ConnectionRefused'))
    return { kind: 'refused', ...because(detail('connection-refused')) };
  if (/timed out/i.test(message)) return { kind: 'timeout', ...because(detail('proxy-silent')) };
  return { kind: 'unreachable', ...because(detail('proxy-failed', message)) };
}
