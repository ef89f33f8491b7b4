import type { IncomingMessage, ServerResponse } from 'node:http';

import helmet, { type HelmetOptions } from 'helmet';

import { DOCS_PATH } from '../openapi/docs-path.js';

type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * The security headers of every response. Everything comes from this origin and nothing is inline, with one
 * exception: the page of Swagger UI carries inline style (never inline script).
 */
export function securityHeaders(publicUrl: string): Middleware {
  const strict = helmet(options(publicUrl, ["'self'"]));
  const docs = helmet(options(publicUrl, ["'self'", "'unsafe-inline'"]));
  return (request, response, next) => {
    (isDocs(request.url ?? '') ? docs : strict)(request, response, next);
  };
}

function isDocs(url: string): boolean {
  return url === DOCS_PATH || url.startsWith(`${DOCS_PATH}/`) || url.startsWith(`${DOCS_PATH}?`);
}

function options(publicUrl: string, styleSrc: string[]): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc,
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", webSocketOrigin(publicUrl)],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl.startsWith('https:') && {
      maxAge: 31_536_000,
      includeSubDomains: false,
    },
    // The address of a check's page holds its token.
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  };
}

/** Safari before 15.4 does not count `ws:` of the same origin as 'self'. */
function webSocketOrigin(publicUrl: string): string {
  return new URL(publicUrl).origin.replace(/^http/, 'ws');
}
