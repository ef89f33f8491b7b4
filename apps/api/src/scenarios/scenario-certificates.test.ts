/** When a scenario is offered whose certificates come while the API runs: the files and their contents are the business of `#caddy`. */
import { afterEach, expect, it, vi } from 'vitest';

import { CaddyCertificates } from '#caddy';
import { publicNames } from '#checks';
import { createLogger, SparingLog } from '#logging';
import { findScenario } from '#scenarios';

import { ScenarioCertificates } from './scenario-certificates.js';

const DOMAIN = 'dane.example.org';
const GOOD = findScenario('sts-good')!;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('is not before the look after the one that finds them, and not while that goes on', async () => {
  vi.useFakeTimers();
  const there = new Set<string>();
  let found: readonly string[] = [];
  const stops: (() => void)[] = [];
  vi.spyOn(CaddyCertificates.prototype, 'get').mockImplementation((name) =>
    there.has(name) ? { key: '', cert: '', expiresAt: Infinity } : null,
  );
  vi.spyOn(CaddyCertificates.prototype, 'look').mockImplementation(async () => {
    found.forEach((name) => there.add(name));
    await new Promise<void>((resolve) => stops.push(resolve));
    return found;
  });
  const next = async (): Promise<void> => {
    stops.shift()?.();
    await vi.advanceTimersByTimeAsync(60_000);
  };
  const logger = createLogger({ level: 'silent', pretty: false }, 'api');
  const certificates = new ScenarioCertificates(
    { caddyDir: '/nowhere', domain: DOMAIN },
    logger,
    new SparingLog(logger),
  );
  void certificates.onApplicationBootstrap();
  await next();
  found = publicNames(GOOD, DOMAIN);
  const seen: boolean[] = [];
  for (let looks = 0; looks < 3; looks += 1) {
    await next();
    seen.push(certificates.areThere(GOOD));
  }
  expect(there.size).toBeGreaterThan(0);
  expect(seen).toEqual([false, false, true]);
  certificates.beforeApplicationShutdown();
});
