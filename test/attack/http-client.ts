/** Requests from any address of the namespace. */
import { request } from 'node:http';

import { HTTP_PORT } from './world.js';

export interface HttpRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer | string;
  readonly from?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const TIMEOUT_MS = 30_000;

export function ask({ method = 'GET', path, headers, body, from }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ host: '127.0.0.1', port: HTTP_PORT, method, path, agent: false, timeout: TIMEOUT_MS },
      ...(headers === undefined ? {} : { headers: { ...headers } }),
      ...(from === undefined ? {} : { localAddress: from }),
    });
    sent.on('timeout', () => sent.destroy(new Error(`${path}: no answer in time`)));
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.end(body);
  });
}
