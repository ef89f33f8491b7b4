/** Mails a check through the system under test. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { text } from 'node:stream/consumers';

import { parseRelayUrl, type Relay } from '#config';
import { handOver } from '#relay';
import { errnoCode } from '#text';

import type { TestFlags } from './test-options.js';

export type Way =
  | { readonly kind: 'relay'; readonly relay: Relay; readonly from: string }
  | { readonly kind: 'sendmail'; readonly path: string; readonly from: string | null }
  /** Somebody else sends. */
  | { readonly kind: 'by-hand' };

/** What the flags ask for cannot be done; the message is one line. */
export class SendError extends Error {
  override readonly name = 'SendError';
}

const SENDMAIL = '/usr/sbin/sendmail';

/** Null where `--via` cannot be used: why is not said, because it may hold a password. */
export function wayOf({ via, sendmail, from }: TestFlags): Way | null {
  if (via !== undefined) {
    const relay = parseRelayUrl(via);
    return relay === null ? null : { kind: 'relay', relay, from: from ?? senderFor(relay) };
  }
  if (sendmail === undefined) return { kind: 'by-hand' };
  const usual = existsSync(SENDMAIL) ? SENDMAIL : 'sendmail';
  return { kind: 'sendmail', path: sendmail === true ? usual : sendmail, from: from ?? null };
}

/** @param userName throws where this user has no name, as that of a container may have none */
export function senderFor({ login }: Relay, userName = () => userInfo().username): string {
  if (login?.user.includes('@') === true) return login.user;
  try {
    return `${userName()}@${hostname()}`;
  } catch {
    return `havedane@${hostname()}`;
  }
}

export interface CheckMessage {
  readonly addresses: readonly string[];
  /** For `sendmail -t`. */
  readonly text: string;
  /** The page of the check. */
  readonly url: string;
}

/** Resolves to the addresses that were refused, with the reason. @throws SendError when nothing was taken */
export async function send(way: Exclude<Way, { kind: 'by-hand' }>, message: CheckMessage): Promise<string[]> {
  switch (way.kind) {
    case 'relay':
      return submit(way.relay, way.from, message);
    case 'sendmail':
      await pipe(way.path, way.from, message.text);
      return [];
  }
}

async function submit(relay: Relay, from: string, { addresses, url }: CheckMessage): Promise<string[]> {
  const message = { from, to: [...addresses], subject: 'DANE check', text: `Result: ${url}\n` };
  const outcome = await handOver(message, relay, hostname());
  if (outcome.kind !== 'sent') {
    throw new SendError(`the message could not be sent via ${relay.host}:${relay.port}: ${outcome.reason}`);
  }
  return [...outcome.rejected];
}

/** `-i`: a line with a single dot is no end (sendmail(1)). */
async function pipe(path: string, from: string | null, message: string): Promise<void> {
  const args = ['-i', '-t', ...(from === null ? [] : ['-f', from])];
  const child = spawn(path, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  // It may end without reading; its exit code says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(message);
  const [words, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => resolve(status ?? signal));
    }),
  ]).catch((error: unknown) => {
    const reason = errnoCode(error) === 'ENOENT' ? 'there is no such program' : 'it cannot be run';
    throw new SendError(`the message could not be sent by ${path}: ${reason}`);
  });
  if (code === 0) return;
  const [first = ''] = words.split('\n').filter((line) => line.trim() !== '');
  throw new SendError(
    `the message could not be sent by ${path}: it ended with ${code}${first && `: ${first}`}`,
  );
}
