import { describe, expect, it } from 'vitest';

import type { ProbeBody } from '#contracts';
import { phrase } from '#probe';

import {
  sampleAddress,
  sampleCertificate,
  sampleHandshake,
  sampleHost,
  sampleTarget,
} from '../../../../test/support/sample-probe.js';
import { probeIn } from './say-probe.js';

function probeOf(certificate: Partial<ReturnType<typeof sampleCertificate>>): ProbeBody {
  const certificates = [sampleCertificate(certificate)];
  const addresses = [sampleAddress({ handshakes: [sampleHandshake({ certificates })] })];
  return {
    id: '000000000000',
    url: 'https://dane.example.org/probe/000000000000',
    domain: 'example.org',
    state: 'done',
    createdAt: '2026-11-30T02:00:00.000Z',
    finishedAt: '2026-11-30T02:00:02.000Z',
    steps: [],
    result: sampleTarget({ hosts: [sampleHost({ addresses })] }),
  };
}

function subjectIn(probe: ProbeBody): string | undefined {
  return probe.result?.hosts[0]?.addresses[0]?.handshakes[0]?.certificates[0]?.subject;
}

describe('the subject of a certificate', () => {
  it.each([
    ['de', 'ein Zertifikat, das sich nicht lesen lässt'],
    ['nl', 'een certificaat dat niet te lezen is'],
  ] as const)('is described in %s where it cannot be read', (tag, text) => {
    expect(subjectIn(probeIn(probeOf({ publicKeySha256: '' }), tag))).toBe(text);
  });

  it('stays as its owner wrote it, even where it looks like a phrase', () => {
    expect(subjectIn(probeIn(probeOf({ subject: phrase('unreadable-certificate').text }), 'de'))).toBe(
      'a certificate that cannot be read',
    );
  });
});
