/** Gathers what the checks of the doctor need. */
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import pLimit from 'p-limit';

import { type PublicCertificates, readCertificates } from '#certs';
import { createToken } from '#checks';
import type { Config } from '#config';
import type { ProbeTargetBody } from '#contracts';
import {
  dnsRecords,
  NAME_SERVER_DIR,
  publishedRecords,
  readGeneratedRecords,
  readZoneOverrides,
} from '#zones';
import { policyFetcher } from '#mta-sts';
import { type ProbeOptions, runProbe } from '#probe';
import { directDialer } from '#smtp-client';
import { formatEndpoint, resolverServers, type StubResolver } from '#dns';
import { errnoCode } from '#text';

import type { Examination } from './examination.js';
import { QueueingResolver } from './queueing-resolver.js';
import { pageVisitor } from './visit-page.js';

const DAY_MS = 86_400_000;

/** @throws NoServersError when there is no resolver to ask */
export async function examine(config: Config, connectTimeoutMs: number): Promise<Examination> {
  const servers = await resolverServers(config.dnsResolvers);
  const resolver = new QueueingResolver({ servers, timeoutMs: connectTimeoutMs });
  const certificates = (await isAbsentOrEmpty(config.certs.dir))
    ? null
    : await orError(readCertificates(config.certs.dir, config.domain));
  const validation = await resolver.validates([config.domain]);
  const limit = pLimit(PROBES_AT_ONCE);
  const fetchPolicy = policyFetcher({ resolver, dialer: directDialer(), families: [4, 6] });
  return {
    ...{ config, resolver, servers, validation, certificates },
    records:
      certificates === null || certificates instanceof Error
        ? await orError(readGeneratedRecords(config.zonesDir))
        : await orError(publishedOf(config, certificates)),
    anyToken: createToken(randomBytes),
    probe: onceEach((target) => limit(probe, target, { config, resolver, connectTimeoutMs })),
    fetchPolicy: (host) => fetchPolicy(host, connectTimeoutMs, new AbortController().signal),
    visit: pageVisitor({ url: config.publicUrl, timeoutMs: connectTimeoutMs }),
    now: Date.now,
  };
}

/** All hosts are one receiver, which takes so many connections of one client. */
const PROBES_AT_ONCE = 8;

/** Where certificates are not mounted, the image has an empty directory all the same: volumes get their owner from it. */
async function isAbsentOrEmpty(dir: string): Promise<boolean> {
  try {
    return (await readdir(dir)).length === 0;
  } catch (error) {
    return errnoCode(error) === 'ENOENT';
  }
}

/** With what a rollover that is under way keeps beside the generated ones. */
async function publishedOf(config: Config, certificates: PublicCertificates) {
  const overrides = await readZoneOverrides(join(config.zonesDir, NAME_SERVER_DIR));
  return publishedRecords(dnsRecords(config, certificates), overrides);
}

interface ProbeContext {
  readonly config: Config;
  readonly resolver: StubResolver;
  readonly connectTimeoutMs: number;
}

function probe(
  target: string,
  { config, resolver, connectTimeoutMs }: ProbeContext,
): Promise<ProbeTargetBody> {
  const options: ProbeOptions = {
    mode: { kind: 'host' },
    port: 25,
    tlsOnConnect: false,
    families: [4, 6],
    akaNames: [],
    heloName: config.domain,
    connectTimeoutMs,
    expirationWarningMs: 30 * DAY_MS,
    expectOcsp: false,
    allNameServers: false,
    suggest: false,
    policies: false,
    isInternal: false,
  };
  return runProbe(target, options, {
    resolver,
    resolverAddress: resolver.servers.map(formatEndpoint).join(', '),
    dialer: directDialer(),
    now: Date.now,
    onStep: () => undefined,
    signal: new AbortController().signal,
  });
}

function onceEach<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key) => {
    const answer = asked.get(key) ?? ask(key);
    asked.set(key, answer);
    return answer;
  };
}

async function orError<T>(promise: Promise<T>): Promise<T | Error> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
