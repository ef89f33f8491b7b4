/** A security-aware, non-validating stub resolver (RFC 4033 §2): it asks a validating one and believes its AD bit. */
import pLimit, { type LimitFunction } from 'p-limit';

import { withoutRootDot, because, detail, whyOf } from '#text';

import type { Endpoint } from '../endpoint.js';
import { isDomainName } from '../message/domain-name.js';
import type {
  DsRecord,
  MxRecord,
  RecordData,
  RecordType,
  SoaRecord,
  SrvRecord,
  TlsaRecord,
} from '../message/record-data.js';
import type { DnsAnswer, Resolver } from '../resolver.js';
import type { Question, ServerAnswer } from './ask-server.js';
import { askServers } from './ask-servers.js';
import { joinedAnswer, readAnswer } from './read-answer.js';
import { checkValidation, type ValidationCheck } from './validation-check.js';

/** How many times a server may leave the target of an alias to us: what is longer is a circle. */
const MOST_STEPS = 16;

export interface ResolverOptions {
  /** At least one; asked in this order, the next when one fails. */
  readonly servers: readonly Endpoint[];
  /** How long a question may take, with all its repetitions; 10 seconds unless given. */
  readonly timeoutMs?: number;
  /** How often a server that keeps silent is asked; 3 unless given. */
  readonly attempts?: number;
  /** How many questions are asked at once; 64 unless given. Further ones wait, within their time. */
  readonly maxConcurrent?: number;
  /** Ends every question: each fails. */
  readonly signal?: AbortSignal;
}

export interface LookupOptions {
  /** Asks for what does not validate as well (CD); the answer is never secure. */
  readonly checkingDisabled?: boolean;
}

export class StubResolver implements Resolver {
  readonly servers: readonly Endpoint[];
  private readonly timeoutMs: number;
  private readonly attempts: number;
  private readonly signal: AbortSignal | undefined;
  private readonly limit: LimitFunction;

  constructor({ servers, timeoutMs = 10_000, attempts = 3, maxConcurrent = 64, signal }: ResolverOptions) {
    if (servers.length === 0) throw new RangeError('A resolver needs at least one server.');
    this.servers = servers;
    this.timeoutMs = timeoutMs;
    this.attempts = attempts;
    this.signal = signal;
    this.limit = pLimit(maxConcurrent);
  }

  mx(name: string): Promise<DnsAnswer<MxRecord>> {
    return this.lookup(name, 'MX');
  }

  srv(name: string): Promise<DnsAnswer<SrvRecord>> {
    return this.lookup(name, 'SRV');
  }

  a(name: string): Promise<DnsAnswer<string>> {
    return this.lookup(name, 'A');
  }

  aaaa(name: string): Promise<DnsAnswer<string>> {
    return this.lookup(name, 'AAAA');
  }

  cname(name: string): Promise<DnsAnswer<string>> {
    return this.lookup(name, 'CNAME');
  }

  tlsa(name: string): Promise<DnsAnswer<TlsaRecord>> {
    return this.lookup(name, 'TLSA');
  }

  txt(name: string): Promise<DnsAnswer<string>> {
    return this.lookup(name, 'TXT');
  }

  ns(name: string): Promise<DnsAnswer<string>> {
    return this.lookup(name, 'NS');
  }

  soa(name: string): Promise<DnsAnswer<SoaRecord>> {
    return this.lookup(name, 'SOA');
  }

  ds(name: string): Promise<DnsAnswer<DsRecord>> {
    return this.lookup(name, 'DS');
  }

  /** @param name such as `1.2.0.192.in-addr.arpa`: see `reverseName` */
  ptr(name: string): Promise<DnsAnswer<string>> {
    return this.lookup(name, 'PTR');
  }

  /** Any of these types. Never rejects. */
  lookup<T extends RecordType>(
    name: string,
    type: T,
    options: LookupOptions = {},
  ): Promise<DnsAnswer<RecordData[T]>> {
    const question = {
      name: withoutRootDot(name),
      type,
      checkingDisabled: options.checkingDisabled ?? false,
    };
    return this.follow(question, performance.now() + this.timeoutMs, MOST_STEPS);
  }

  private async follow<T extends RecordType>(
    question: Question & { readonly type: T },
    deadline: number,
    steps: number,
  ): Promise<DnsAnswer<RecordData[T]>> {
    const { name, type } = question;
    if (!isDomainName(name)) return { kind: 'failed', ...because(detail('not-a-domain-name')) };
    const reply = await this.ask(this.servers, question, deadline);
    if (reply.kind === 'bogus') return { kind: 'bogus', ...whyOf(reply) };
    if (reply.kind !== 'answered') return { kind: 'failed', ...whyOf(reply) };
    const { answer, unfollowed } = readAnswer(reply.response, name, type);
    if (unfollowed === undefined) return answer;
    if (steps === 0) return { kind: 'failed', ...because(detail('endless-aliases', name)) };
    const target = await this.follow({ ...question, name: unfollowed.name }, deadline, steps - 1);
    return joinedAnswer(answer, unfollowed.ttl, target);
  }

  /**
   * Whether every server validates: a resolver that does not must not be believed. Never rejects.
   *
   * @param secureNames zones known to be signed, for laboratories whose resolver has trust anchors of its own
   */
  validates(secureNames: readonly string[] = []): Promise<ValidationCheck> {
    const deadline = performance.now() + this.timeoutMs;
    return checkValidation(this.servers, ['', ...secureNames.map(withoutRootDot)], (server, name) =>
      this.ask([server], { name, type: 'SOA', checkingDisabled: false }, deadline),
    );
  }

  private ask(servers: readonly Endpoint[], question: Question, deadline: number): Promise<ServerAnswer> {
    const { attempts, signal } = this;
    return this.limit(() => askServers(question, { servers, attempts, deadline, signal }));
  }
}

/** @throws RangeError without servers */
export function createResolver(options: ResolverOptions): StubResolver {
  return new StubResolver(options);
}
