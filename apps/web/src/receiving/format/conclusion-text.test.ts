import { describe, expect, it } from 'vitest';

import type { ProbeTargetBody } from '#contracts';

import { STORIES } from '../../../../../test/support/probe-stories.js';
import { conclusionOf, furtherFindings } from './conclusion-text.js';

function concluded(result: ProbeTargetBody): string {
  const times = { createdAt: result.startedAt, finishedAt: result.startedAt };
  const probe = { ...{ id: '0', url: '/probe/0', domain: 'x.example', steps: [] }, ...times };
  return conclusionOf({ ...probe, state: 'done', result }).title;
}

describe('conclusionOf', () => {
  it('says first what keeps anything from being found out, and says it once', () => {
    const missing = STORIES['no-such-domain']('x.example');
    const unheard = STORIES['not-validated']('x.example');
    expect(concluded(missing)).toBe('There is no such domain');
    expect(concluded(unheard)).toBe('Nothing can be said about DANE: DNS answers are not validated here');
    expect([missing, unheard].map(furtherFindings)).toEqual([[], []]);
    // Whether a domain exists can be told without a signature.
    expect(concluded({ ...missing, resolver: unheard.resolver })).toBe('There is no such domain');
  });

  it('goes by DANE otherwise', () => {
    expect(concluded(STORIES.insecure('x.example'))).toMatch(/^Not signed/);
    expect(concluded(STORIES.unreachable('x.example'))).toBe('No mail server could be reached');
  });
});
