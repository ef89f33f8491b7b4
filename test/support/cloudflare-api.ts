/**
 * Cloudflare's API v4 as documented, as far as DNS records need it: zones by name, records by name and type in pages,
 * creation, change of a TTL, deletion, and its envelope of errors. https://developers.cloudflare.com/api/
 */
import { domainToASCII } from 'node:url';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ApiRecord {
  readonly id: string;
  readonly zone: string;
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly content: string;
  readonly proxied: boolean;
  /** Of MX records. */
  readonly priority?: number;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What happens to one request instead of an answer, or after it was carried out. */
export type Fault =
  /** Nothing goes wrong with this one. */
  | { readonly kind: 'none' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Somebody else makes the same change just before. */
  | { readonly kind: 'rival'; readonly answer: Answer }
  /** No answer at all. */
  | { readonly kind: 'silence' }
  /** Carried out, but the answer is lost. */
  | { readonly kind: 'lost-answer' }
  /** The header and the beginning of the body, and no more. */
  | { readonly kind: 'stalled-body' };

export const TOKEN = 'good-token-0123456789-abcdefghijklmnopqrst';
export const READ_ONLY_TOKEN = 'read-token-0123456789-abcdefghijklmnopqrst';
const PAGE_SIZE_LIMIT = 100;

export function failure(status: number, code: number, message: string, headers = {}): Answer {
  return {
    status,
    headers,
    body: { result: null, success: false, errors: [{ code, message }], messages: [] },
  };
}

export class CloudflareApi {
  readonly requests: string[] = [];
  records: ApiRecord[] = [];
  /** Records are listed whatever name and type were asked for. */
  ignoresFilters = false;
  private readonly faults: { readonly method: string; readonly fault: Fault }[] = [];
  private lastId = 0;

  private constructor(
    private readonly server: Server,
    private readonly zones: readonly string[],
  ) {}

  static async start(zones: readonly string[]): Promise<CloudflareApi> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const api = new CloudflareApi(server, zones);
    server.on('request', (request, response) => void api.serve(request, response));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/client/v4`;
  }

  /** The next request of that method goes wrong; several calls: the next ones in that order. */
  failNext(method: string, fault: Fault): void {
    this.faults.push({ method, fault });
  }

  /** Back to how it was at the start. */
  reset(): void {
    this.records = [];
    this.ignoresFilters = false;
    this.requests.length = 0;
    this.faults.length = 0;
  }

  /** Puts a record there, as somebody else would. */
  hold(record: Partial<ApiRecord> & Pick<ApiRecord, 'name' | 'type' | 'content'>): ApiRecord {
    this.lastId += 1;
    const held = { id: `record${this.lastId}`, zone: this.zones[0]!, ttl: 300, proxied: false, ...record };
    this.records.push(held);
    return held;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://api');
    const method = request.method ?? '';
    this.requests.push(`${method} ${url.pathname.replace('/client/v4', '')}${url.search}`);
    const body = method === 'POST' || method === 'PATCH' ? ((await json(request)) as Body) : {};
    const index = this.faults.findIndex((planned) => planned.method === method);
    const fault = index < 0 ? undefined : this.faults.splice(index, 1)[0]?.fault;
    switch (fault?.kind) {
      case undefined:
      case 'none':
        return send(response, this.answer(method, url, body, request));
      case 'answer':
        return send(response, fault.answer);
      case 'rival':
        this.answer(method, url, body, request);
        return send(response, fault.answer);
      case 'silence':
        return;
      case 'lost-answer':
        this.answer(method, url, body, request);
        request.socket.destroy();
        return;
      case 'stalled-body':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"result":');
        return;
    }
  }

  private answer(method: string, url: URL, body: Body, { headers }: IncomingMessage): Answer {
    const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!/^[\w-]{40,}$/.test(token)) return failure(400, 6003, 'Invalid request headers');
    if (token !== TOKEN && token !== READ_ONLY_TOKEN) return failure(403, 9109, 'Invalid access token');
    const [, zoneId, id] =
      /^\/client\/v4\/zones(?:\/([^/]+)\/dns_records(?:\/(.+))?)?$/.exec(url.pathname) ?? [];
    if (zoneId === undefined) return this.listZones(url.searchParams);
    const zone = this.zones.find((name) => idOf(name) === zoneId);
    if (zone === undefined) return failure(404, 7003, 'Could not route');
    if (method === 'GET') return this.listRecords(zone, url.searchParams);
    if (token === READ_ONLY_TOKEN) return failure(403, 10000, 'Authentication error');
    if (method === 'POST') return this.create(zone, body);
    return method === 'PATCH' ? this.edit(id ?? '', body) : this.remove(id ?? '');
  }

  private listZones(query: URLSearchParams): Answer {
    const zones = this.zones.filter((name) => name === query.get('name'));
    return paged(
      zones.map((name) => ({ id: idOf(name), name, status: 'active' })),
      query,
    );
  }

  private listRecords(zone: string, query: URLSearchParams): Answer {
    const shadowed = query.get('shadowing_name');
    const exact = query.get('name.exact') ?? query.get('name[exact]');
    if (this.ignoresFilters) return paged(this.records, query);
    const found = this.records.filter(
      (record) =>
        record.zone === zone &&
        (query.get('type') ?? record.type) === record.type &&
        (exact ?? record.name) === record.name &&
        (shadowed === null || shadowed === record.name || shadowed.endsWith(`.${record.name}`)),
    );
    return paged(found, query);
  }

  private create(zone: string, body: Body): Answer {
    const { name = '', type = '', ttl = 1 } = body;
    const content = contentOf(body);
    if (ttl !== 1 && ttl < 60)
      return failure(400, 9021, 'Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.');
    if (!this.isInZone(name, zone)) return failure(400, 9000, 'DNS name is invalid.');
    const same = (record: ApiRecord) =>
      record.name === name && record.type === type && record.content === content;
    if (this.records.some(same)) return failure(400, 81058, 'An identical record already exists.');
    const beside = this.records.filter((record) => record.name === name);
    if (type === 'CNAME' ? beside.length > 0 : beside.some((record) => record.type === 'CNAME'))
      return failure(400, 81053, 'An A, AAAA, or CNAME record with that host already exists.');
    const { proxied = false, priority } = body;
    return success(
      this.hold({ zone, name, type, ttl, content, proxied, ...(priority === undefined ? {} : { priority }) }),
    );
  }

  private isInZone(name: string, zone: string): boolean {
    // Records have A-labels, also where the zone is named by its U-label.
    const apex = domainToASCII(zone);
    return name === apex || name.endsWith(`.${apex}`);
  }

  private edit(id: string, { ttl }: Body): Answer {
    const record = this.records.find((candidate) => candidate.id === id);
    if (record === undefined) return failure(404, 81044, 'Record does not exist.');
    this.records = this.records.map((held) => (held === record ? { ...held, ttl: ttl ?? held.ttl } : held));
    return success(record);
  }

  private remove(id: string): Answer {
    if (!this.records.some((record) => record.id === id))
      return failure(404, 81044, 'Record does not exist.');
    this.records = this.records.filter((record) => record.id !== id);
    return success({ id });
  }
}

interface Body {
  readonly name?: string;
  readonly type?: string;
  readonly ttl?: number;
  readonly content?: string;
  readonly proxied?: boolean;
  readonly priority?: number;
  readonly data?: Readonly<Record<string, string | number>>;
}

/** Structured records are given by their fields, and come back with the content made of those. */
function contentOf({ type, content, data = {} }: Body): string {
  if (type === 'TLSA') {
    return [data['usage'], data['selector'], data['matching_type'], data['certificate']].join(' ');
  }
  return type === 'CAA' ? `${data['flags']} ${data['tag']} "${data['value']}"` : (content ?? '');
}

function success(result: unknown, others: object = {}): Answer {
  return { status: 200, body: { result, success: true, errors: [], messages: [], ...others } };
}

function paged(all: readonly unknown[], query: URLSearchParams): Answer {
  const page = Number(query.get('page') ?? 1);
  const size = Math.min(Number(query.get('per_page') ?? 20), PAGE_SIZE_LIMIT);
  const result = all.slice((page - 1) * size, page * size);
  const counts = { page, per_page: size, count: result.length, total_count: all.length };
  return success(result, { result_info: { ...counts, total_pages: Math.ceil(all.length / size) } });
}

function idOf(zone: string): string {
  return `id-${domainToASCII(zone)}`;
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}
