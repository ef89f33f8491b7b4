import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

import { DOCS_PATH } from './docs-path.js';
import { jsonSchemas } from './schemas.js';

const DESCRIPTION = `Tells whether a mail server sends securely (SMTP with DANE, RFC 7672).

Create a check, mail its addresses from the system under test, and read what was seen. The other direction, how a mail
domain receives, is told by a probe. Errors are problems (RFC 9457).

**Live updates**: Socket.IO at \`/socket.io\`. Emit \`check:watch\` with a token; the acknowledgement is the check, or a
problem. From then on the server emits \`check:update\` with the whole check after every new observation and whenever
time alone changes its verdict, and \`check:gone\` with the token once the check is not there any more. After a reconnect, watch again: nothing is missed. So with \`probe:watch\`, the id of a probe, and \`probe:update\`.`;

export function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('HaveDane')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addTag('checks', 'Create and read checks.')
    .addTag('probes', 'Probe how a mail domain receives.')
    .addTag('scenarios', 'What this instance offers.')
    .addTag('operation', 'For operators of the instance.')
    .build();
  const document = SwaggerModule.createDocument(app, base);
  document.components = { ...document.components, schemas: jsonSchemas() };
  return document;
}

/** Serves the document as JSON and as a page; it is made for who asks first, not for each start. */
export function serveOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup(DOCS_PATH.slice(1), app, () => openApiDocument(app), {
    raw: ['json'],
    customSiteTitle: 'HaveDane API',
  });
}
