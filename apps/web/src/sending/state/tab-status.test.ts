import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import { tabIcon } from '../../shared/state/tab.js';
import { tabStatus } from './tab-status.js';
import { aCheck, aScenario } from './test-check.js';

const verdict = aCheck().verdict;

describe('tabStatus', () => {
  it('waits while nothing was seen', () => {
    expect(tabStatus(aCheck())).toEqual({
      title: 'Waiting for your mail – HaveDane',
      tone: 'waiting',
      mark: '',
    });
  });

  it('counts the hosts that were seen', () => {
    const scenarios = [
      aScenario({ state: 'delivered' }),
      aScenario({ state: 'refused' }),
      aScenario({ state: 'tls-failed' }),
      aScenario({ state: 'not-seen' }),
    ];
    expect(tabStatus(aCheck({ scenarios }))).toMatchObject({ title: '3 of 4 seen – HaveDane', mark: '3' });
  });

  it.each([
    ['enforces', '✓ enforces – HaveDane'],
    ['does-not-enforce', '✗ does not enforce – HaveDane'],
    ['no-tls', '✗ no TLS – HaveDane'],
    ['refuses-valid', '! refuses valid DANE – HaveDane'],
    ['inconclusive', '? inconclusive – HaveDane'],
  ] as const)('names the outcome %s', (outcome, title) => {
    expect(tabStatus(aCheck({ verdict: { ...verdict, outcome } })).title).toBe(title);
  });

  it('is no failure where MTA-STS alone is enforced', () => {
    const check = aCheck({
      headline: { kind: 'mta-sts', title: 'It enforces MTA-STS only', meaning: '' },
      verdict: { ...verdict, outcome: 'does-not-enforce' },
    });
    expect(tabStatus(check)).toEqual({
      ...{ title: '! enforces MTA-STS only – HaveDane', tone: 'warn', mark: '!' },
    });
  });

  it('says when the verdict may still change', () => {
    const check = aCheck({ verdict: { ...verdict, outcome: 'refuses-valid', provisional: true } });
    expect(tabStatus(check).title).toBe('! refuses valid DANE, so far – HaveDane');
  });
});

describe('tabIcon', () => {
  it('draws the mark', () => {
    const icon = tabIcon({ title: '', tone: 'good', mark: '✓' });
    expect(decodeURIComponent(icon)).toMatch(/^data:image\/svg\+xml,<svg .*>✓<\/text><\/svg>$/);
  });
});
