/** What the lookup of a release costs a handshake: the same sessions at hosts with and without one. */
import { readCheck, releaseCheck } from '../lab/api-client.js';
import { waitUntil } from '../lab/poll.js';

import type { CheckBody } from '#contracts';

import { runSession } from './smtp-session.js';
import { generate, sessionsPerSecond } from './throughput.js';

const ROUNDS = 3;
const SECONDS_PER_ROUND = 4;
const CONCURRENCY = 100;

export interface HandshakeRates {
  /** Hosts where nothing is looked up. */
  readonly without: readonly number[];
  /** Hosts of checks that are refused, but not released. */
  readonly refused: readonly number[];
  /** Hosts of released checks. */
  readonly released: readonly number[];
  /** Hosts of all scenarios in turn, each with the certificate that it presents. */
  readonly everyCertificate: readonly number[];
  readonly failed: number;
}

/** The kinds of host in turn. Every session ends after the handshake, as that of a sender that refuses does. */
export async function measureHandshakes(
  url: string,
  receiver: { readonly host: string; readonly port: number },
  checks: readonly CheckBody[],
): Promise<HandshakeRates> {
  const half = checks.length / 2;
  for (const check of checks) {
    await runSession({ ...receiver, recipient: addressOf(check, 'refused'), handshakeOnly: true });
  }
  await Promise.all(checks.slice(0, half).map((check) => release(url, check.token)));
  const hosts = {
    without: checks.map((check) => addressOf(check, 'delivered')),
    refused: checks.slice(half).map((check) => addressOf(check, 'refused')),
    released: checks.slice(0, half).map((check) => addressOf(check, 'refused')),
    everyCertificate: checks.flatMap(addressesByName),
  };
  const kinds = ['without', 'refused', 'released', 'everyCertificate'] as const;
  const rates = Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])) as Record<
    (typeof kinds)[number],
    number[]
  >;
  let failed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of kinds) {
      const options = { ...receiver, concurrency: CONCURRENCY, seconds: SECONDS_PER_ROUND };
      const result = await generate({ ...options, recipients: hosts[kind], handshakeOnly: true });
      rates[kind].push(sessionsPerSecond(result));
      failed += result.failed;
    }
  }
  return { ...rates, failed };
}

async function release(url: string, token: string): Promise<void> {
  await waitUntil(`the refusal of ${token}`, async () =>
    (await readCheck(url, token)).release.state === 'possible' ? true : undefined,
  );
  await releaseCheck(url, token);
}

function addressOf({ scenarios }: CheckBody, behaviour: 'delivered' | 'refused'): string {
  return scenarios.find(({ expected }) => expected === behaviour)?.address ?? '';
}

/** Of hosts that the receiver knows by the name in the ClientHello. */
function addressesByName({ scenarios }: CheckBody): string[] {
  const groups = ['basics', 'records', 'certificates'];
  return scenarios.filter(({ group }) => groups.includes(group)).map(({ address }) => address);
}
