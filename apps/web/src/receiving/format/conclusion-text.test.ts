import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import type { ProbeTargetBody } from '#contracts';

import { STORIES } from '../../../../../test/support/probe-stories.js';
import { conclusionOf, sortFindings } from './conclusion-text.js';

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
    expect(concluded(unheard)).toBe("Can't test DANE: this service's resolver doesn't validate DNSSEC");
    for (const target of [missing, unheard])
      expect(sortFindings(target)).toEqual({ first: null, others: [], ofResolver: [] });
    // Whether a domain exists can be told without a signature.
    expect(concluded({ ...missing, resolver: unheard.resolver })).toBe('There is no such domain');
  });

  it('says of a mismatch whether it concerns all senders', () => {
    const target = STORIES.mismatch('x.example');
    expect(concluded(target)).toBe("DANE fails: senders that use it don't deliver");
    const [broken, ...others] = target.hosts;
    const senders = broken!.senders.map((one, index) =>
      index === 0 ? one : { ...one, verdict: 'either' as const },
    );
    expect(concluded({ ...target, hosts: [{ ...broken!, senders }, ...others] })).toBe(
      "DANE fails: some senders that use it don't deliver",
    );
  });

  it('goes by DANE otherwise', () => {
    expect(concluded(STORIES.insecure('x.example'))).toMatch(/^No DANE: DNS is not signed/);
    expect(concluded(STORIES.unreachable('x.example'))).toBe('No mail server could be reached');
  });
});

describe('sortFindings', () => {
  it('begins with the worst and ends with what is no fault of the domain', () => {
    const target = STORIES.mismatch('x.example');
    const [error] = target.findings;
    const note = { ...error!, severity: 'info' as const, code: 'a-note' };
    const resolver = { ...error!, severity: 'warning' as const, code: 'resolver-validates-in-part' };
    const warning = { ...error!, severity: 'warning' as const, code: 'a-warning' };
    const sorted = sortFindings({ ...target, findings: [resolver, note, warning, error!] });
    expect(sorted.first).toBe(error);
    expect(sorted.others).toEqual([warning, note]);
    expect(sorted.ofResolver).toEqual([resolver]);
  });
});
