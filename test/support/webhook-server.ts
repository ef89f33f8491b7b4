/** Takes what is posted to it, and answers what a test says. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface PostedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface WebhookServer {
  readonly url: string;
  readonly received: PostedRequest[];
  /** The status of the next answers; null: no answer at all. */
  status: number | null;
  close(): Promise<void>;
}

export async function startWebhookServer(): Promise<WebhookServer> {
  const received: PostedRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body: JSON.parse(body) as unknown });
      if (webhook.status !== null) response.writeHead(webhook.status, { Location: '/elsewhere' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const webhook: WebhookServer = {
    url: `http://127.0.0.1:${port}/hook/geheim`,
    received,
    status: 204,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return webhook;
}
