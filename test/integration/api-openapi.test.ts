/** The OpenAPI document against what the API does: nothing undocumented, nothing that is not so. */
import type { OpenAPIObject, OperationObject, ResponseObject } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ProbeBody } from '#contracts';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { ScriptedEngine } from '../support/scripted-engine.js';
import { sampleObservation } from '../support/sample-observation.js';

let api: ApiFixture;
let document: OpenAPIObject;
beforeAll(async () => {
  api = await startApi({ MAX_CONCURRENT_PROBES: '1' }, { probeEngine: new ScriptedEngine() });
  document = (await (await fetch(`${api.url}/api/docs-json`)).json()) as OpenAPIObject;
});
afterAll(() => api.close());

/** Every operation as METHOD PATH. */
const operations = (): [string, OperationObject][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, OperationObject] => [
      `${method.toUpperCase()} ${path}`,
      operation as OperationObject,
    ]),
  );

describe('the OpenAPI document', () => {
  it('is of a version that tools know, and has every endpoint once', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual([
      'GET /api/checks/{token}',
      'GET /api/fixes/{system}',
      'GET /api/probes/{id}',
      'GET /api/scenarios',
      'GET /check/{token}/badge.svg',
      'GET /check/{token}/mail',
      'GET /healthz',
      'POST /api/checks',
      'POST /api/checks/{token}/release',
      'POST /api/probes',
      'POST /api/tlsrpt',
    ]);
  });

  it('describes every operation and every response', () => {
    const ids = operations().map(([, operation]) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, operation] of operations()) {
      expect(operation.summary, name).toBeTruthy();
      expect(operation.description, name).toBeTruthy();
      for (const [status, response] of Object.entries(operation.responses) as [string, ResponseObject][]) {
        expect(response.description, `${name} ${status}`).toBeTruthy();
        const [mediaType] = Object.keys(response.content ?? {});
        if (Number(status) >= 400) expect(mediaType, name).toBe('application/problem+json');
        else expect(mediaType, name).toMatch(/^(application\/json|text\/plain|image\/svg\+xml)$/);
      }
    }
  });

  it('refers only to schemas that it has, and has no others', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const used = [...new Set(references.map(([, name]) => name))].sort();
    expect(used).toEqual(Object.keys(document.components?.schemas ?? {}).sort());
    expect(JSON.stringify(document).match(/"\$ref":"(?!#\/components\/schemas\/\w+")/)).toBeNull();
  });

  it('describes the parameters in every path', () => {
    for (const [name, { parameters = [] }] of operations()) {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect(
        parameters.flatMap((parameter) =>
          'name' in parameter && parameter.in === 'path' ? [parameter.name] : [],
        ),
        name,
      ).toEqual(inPath);
    }
  });

  it('names each status that the endpoints answer with', async () => {
    const [{ token }, { token: refused }] = await Promise.all([api.createCheck(), api.createCheck()]);
    const probed = { method: 'POST', body: '{"domain":"d0.example"}' };
    const probe = (await (await fetch(`${api.url}/api/probes`, probed)).json()) as ProbeBody;
    const refusal = { kind: 'refused', scenario: 'wrong' } as const;
    await api.receiver.observations.append(sampleObservation(refused, refusal));
    const answers: [string, string, RequestInit?][] = [
      ['POST /api/checks', '/api/checks', { method: 'POST' }],
      ['POST /api/checks', '/api/checks', { method: 'POST', body: '{' }],
      ['POST /api/checks', '/api/checks', { method: 'POST', body: 'a'.repeat(20_000) }],
      ['GET /api/checks/{token}', `/api/checks/${token}`],
      ['GET /api/checks/{token}', '/api/checks/unknown'],
      ['GET /api/checks/{token}', '/api/checks/%FF'],
      ['GET /check/{token}/mail', `/check/${token}/mail`],
      ['GET /check/{token}/mail', `/check/${token}/mail?sep=x`],
      ['GET /check/{token}/mail', '/check/unknown/mail'],
      ['POST /api/checks/{token}/release', `/api/checks/${token}/release`, { method: 'POST' }],
      ['POST /api/checks/{token}/release', `/api/checks/${refused}/release`, { method: 'POST' }],
      ['POST /api/checks/{token}/release', '/api/checks/unknown/release', { method: 'POST' }],
      ['POST /api/checks/{token}/release', '/api/checks/unknown/release', { method: 'POST', body: '{' }],
      ...[1, 1, 2, 3, 4, 5, 6, 7].map((n): [string, string, RequestInit] => [
        'POST /api/probes',
        '/api/probes',
        { method: 'POST', body: `{"domain":"d${n}.example"}` },
      ]),
      ['POST /api/probes', '/api/probes', { method: 'POST', body: '{"domain":"localhost"}' }],
      ['POST /api/probes', '/api/probes', { method: 'POST' }],
      ['GET /api/probes/{id}', `/api/probes/${probe.id}`],
      ['GET /api/probes/{id}', '/api/probes/unknown'],
      ['GET /api/scenarios', '/api/scenarios'],
      ['GET /healthz', '/healthz'],
    ];
    for (const [operation, path, init] of answers) {
      const response = await fetch(api.url + path, init);
      const documented = new Map(operations()).get(operation)?.responses as Record<string, ResponseObject>;
      const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';');
      expect(documented[response.status]?.content, `${operation} ${response.status}`).toHaveProperty([
        mediaType,
      ]);
    }
  });
});

describe('the page of the documentation', () => {
  it('loads everything from here and has no inline script', async () => {
    const response = await fetch(`${api.url}/api/docs`);
    const html = await response.text();
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'unsafe-inline';");
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/\son\w+=/);
    const sources = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, source]) => source!);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const asset = await fetch(new URL(source, `${api.url}/api/docs`));
      expect(asset.status, source).toBe(200);
      expect(new URL(asset.url).origin).toBe(api.url);
    }
  });
});
