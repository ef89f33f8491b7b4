import { describe, expect, it } from 'vitest';

import { aCheck, aScenario } from '../state/test-check.js';
import { mailtoUri, recipientList } from './recipients.js';

describe('recipientList', () => {
  it('separates by commas and quotes display names', () => {
    const scenarios = [
      aScenario({ id: 'do', title: 'Valid DANE' }),
      aScenario({ id: 'wrong', title: 'A "wrong" one' }),
    ];
    expect(recipientList(scenarios)).toBe(
      '"Valid DANE" <test@k3v9x0m2c7qa.do.havedane.test>, "A \\"wrong\\" one" <test@k3v9x0m2c7qa.wrong.havedane.test>',
    );
  });
});

describe('mailtoUri', () => {
  it('names every address, and is a URI whose subject and body can be read back', () => {
    const uri = new URL(mailtoUri(aCheck()));
    expect(uri.protocol).toBe('mailto:');
    expect(uri.pathname.split(',')).toEqual(aCheck().scenarios.map(({ address }) => address));
    expect(uri.searchParams.get('subject')).toBe('DANE check');
    expect(uri.searchParams.get('body')).toBe('Result: https://havedane.test/check/k3v9x0m2c7qa');
  });
});
