import { describe, expect, it } from 'vitest';

import { parseProbeRoute, probePath, suggestedDomain } from './probe-route.js';

describe('parseProbeRoute', () => {
  it.each(['/probe', '/probe/', '/probe.html'])('asks for a domain at %s', (path) => {
    expect(parseProbeRoute(path)).toEqual({ kind: 'form' });
  });

  it('finds the id that probePath wrote, in any case', () => {
    expect(parseProbeRoute(probePath('0123456789ab'))).toEqual({ kind: 'probe', id: '0123456789ab' });
    expect(parseProbeRoute('/probe/0123456789AB/')).toEqual({ kind: 'probe', id: '0123456789ab' });
  });

  it.each(['/probe/a/b', '/other'])('knows nothing at %s', (path) => {
    expect(parseProbeRoute(path)).toEqual({ kind: 'unknown' });
  });
});

describe('suggestedDomain', () => {
  it('is what the query names, if anything', () => {
    expect(suggestedDomain('?domain=b%C3%BCcher.example')).toBe('bücher.example');
    expect(suggestedDomain('')).toBe('');
  });
});
