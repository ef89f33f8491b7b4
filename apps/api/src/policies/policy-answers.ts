/**
 * What the hosts of the MTA-STS policies answer (RFC 8461 §3.3). Each fetch is evidence of what a sender looked for. Anybody can ask,
 * so a client has few requests that are left unanswered, and few of its fetches are kept. But a policy is given however often it is
 * asked for: a sender that gets none has to deliver (§5), and would fail for a limit of ours.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { fetchDetail, type NewObservation, policyAt, policyFile, scenarioOfPolicyHost } from '#checks';
import type { Config } from '#config';
import { TieredLimit, TieredRates } from '#limits';
import type { SparingLog } from '#logging';
import { findScenario, type KnownScenario, type MtaStsPlan } from '#scenarios';
import { logStoreError, STORE, type Store } from '#store';
import { harmless } from '#text';

import { CLOCK, type Clock, CONFIG, STATE_LOG } from '../core/core.tokens.js';

const PATH = '/.well-known/mta-sts.txt';
/** Where a redirect leads. */
const ELSEWHERE = '/mta-sts.txt';

/** Requests that are left unanswered: further ones get 503. */
const UNANSWERED = { perClient: 4, total: 40 };
/** Then their connections end: more than the minute that RFC 8461 §3.3 suggests to wait for an answer. */
export const UNANSWERED_MS = 75_000;

/** Of a client that asks again and again, one fetch of each policy in this time is kept. */
const KEPT_EVERY_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/** Who asks, and how: of the connection that ends where the certificate of the policy host is presented. */
export interface PolicyClient {
  readonly address: string;
  readonly tls: NonNullable<NewObservation['tls']> & { readonly serverName: string };
}

@Injectable()
export class PolicyAnswers implements BeforeApplicationShutdown {
  private readonly unanswered = new TieredLimit(UNANSWERED);
  private readonly kept = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: KEPT_EVERY_MS });
  private readonly pending = new Set<Promise<unknown>>();

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'domain' | 'http'>,
    @Inject(STORE) private readonly store: Pick<Store, 'observations'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(STATE_LOG) private readonly log: SparingLog,
    @Inject(TieredRates) private readonly rates: TieredRates,
  ) {}

  /** Resolves when all that was seen is stored. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.pending);
  }

  /** The scenario whose policy host has that name. */
  scenarioAt(name: string): KnownScenario | undefined {
    return findScenario(scenarioOfPolicyHost(name, this.config.domain) ?? '');
  }

  answer(client: PolicyClient, request: IncomingMessage, response: ServerResponse): void {
    const { serverName } = client.tls;
    const found = this.scenarioAt(serverName);
    const at = this.clock();
    const status = this.statusFor(client, request, policyAt(found?.mtaSts, at));
    if (found !== undefined && isFetch(request))
      this.note(found, client, request.headers['user-agent'], { at, status });
    if (status === null) return;
    const hasBody = status === 200 && request.method === 'GET' && found !== undefined;
    response.writeHead(status, {
      'content-type': `text/${found?.mtaSts?.answer === 'html' ? 'html' : 'plain'}; charset=utf-8`,
      ...(status === 302 ? { location: `https://${serverName}${ELSEWHERE}` } : {}),
    });
    response.end(hasBody ? policyFile(found, this.config.domain, at) : undefined);
  }

  /** As planned, unless that costs more than a client may have; null: the request is left unanswered. */
  private statusFor(
    client: PolicyClient,
    request: IncomingMessage,
    plan: MtaStsPlan | undefined,
  ): number | null {
    const planned = statusOf(plan, request);
    const isLarge = planned === 200 && plan?.answer === 'oversized';
    if (isLarge && !this.isWithin('oversized policies', client)) return 429;
    return planned === null && !this.mayLeaveUnanswered(client, request) ? 503 : planned;
  }

  private isWithin(budget: string, { address }: PolicyClient): boolean {
    return this.rates.countClient(budget, address, this.config.http.requestsPerMinute) === null;
  }

  /** The request ends with its connection. */
  private mayLeaveUnanswered({ address }: PolicyClient, { socket }: IncomingMessage): boolean {
    const admission = this.unanswered.acquire(address);
    if ('exhausted' in admission) return false;
    const ending = setTimeout(() => socket.destroy(), UNANSWERED_MS).unref();
    socket.once('close', () => {
      clearTimeout(ending);
      admission.release();
    });
    return true;
  }

  private note(
    { id }: KnownScenario,
    client: PolicyClient,
    userAgent: string | undefined,
    { at, status }: { readonly at: number; readonly status: number | null },
  ): void {
    const { address: clientAddress, tls } = client;
    if (clientAddress === '' || !this.isNew(`${clientAddress} ${id} ${status}`)) return;
    if (!this.isWithin('policies', client)) return;
    const writing = this.store.observations
      .append({
        ...{ token: null, at, kind: 'policy-fetch', scenario: id, clientAddress, tls },
        clientName: userAgent === undefined ? null : harmless(userAgent, { maxLength: 255 }),
        detail: fetchDetail(tls.serverName, status),
        ...{ evidence: null, query: null },
      })
      .catch((error: unknown) => logStoreError(this.log, error, 'a fetch of a policy could not be stored'))
      .finally(() => this.pending.delete(writing));
    this.pending.add(writing);
  }

  private isNew(key: string): boolean {
    const isKept = this.kept.has(key);
    if (!isKept) this.kept.set(key, true);
    return !isKept;
  }
}

/** A browser that asks for the page of such a host fetches no policy. */
function isFetch(request: IncomingMessage): boolean {
  return request.method === 'GET' && [PATH, ELSEWHERE].includes(pathOf(request));
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}

/** Null: the request is left unanswered. */
function statusOf(plan: MtaStsPlan | undefined, request: IncomingMessage): number | null {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') return 405;
  const path = pathOf(request);
  switch (plan?.answer) {
    case 'policy':
    case 'html':
    case 'oversized':
      return path === PATH ? 200 : 404;
    case 'redirect':
      return path === PATH ? 302 : path === ELSEWHERE ? 200 : 404;
    case 'nothing':
      return path === PATH ? null : 404;
    case 'not-found':
    case undefined:
      return 404;
  }
}
