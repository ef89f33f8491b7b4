import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import { explanationOf } from './verdict-text.js';

const at = (text: string) => ({ code: 'delivered-at', facts: {}, text });
const reason = { code: 'dns-never-asked', facts: {}, text: 'Never asked.' };

describe('explanationOf', () => {
  it('says everything where that is little', () => {
    expect(explanationOf({ messages: [at('A.'), at('B.'), reason] })).toBe('A. B. Never asked.');
  });

  it('names two scenarios of many, and leaves out no other statement', () => {
    expect(explanationOf({ messages: [at('A.'), at('B.'), at('C.'), at('D.'), reason] })).toBe(
      'A. B. The same at 2 more scenarios, see below. Never asked.',
    );
  });
});
