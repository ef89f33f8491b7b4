import { describe, expect, it } from 'vitest';

import type { StrangerBody } from '#contracts';

import { aResult as result } from '../state/test-check.js';
import { MAX_STRANGERS, lastToLook, resultLook, worthSaying } from './result-text.js';

const likely = result({ state: 'likely-refused', conclusion: 'waiting', finding: 'refusal-without-alert' });
const untested = result({ state: 'not-tested', conclusion: 'waiting', finding: 'not-tested' });

describe('resultLook', () => {
  it('shows what was seen and proves nothing unlike silence, and unlike success', () => {
    const looks = [result({}), likely, untested].map(resultLook);
    expect(looks.map(({ tone }) => tone)).toEqual(['good', 'warn', 'waiting']);
  });
});

describe('worthSaying', () => {
  it('leaves out what is right, and what was not tested', () => {
    const failed = result({ state: 'delivered', conclusion: 'fail' });
    expect(worthSaying([result({}), untested, likely, failed])).toEqual([likely, failed]);
  });
});

describe('lastToLook', () => {
  const stranger = (minute: number): StrangerBody => {
    const at = new Date(minute * 60_000).toISOString();
    return { address: `192.0.2.${minute}`, name: null, firstAt: at, lastAt: at, scenarios: [], text: '' };
  };

  it('begins with the last, and shows a limited number', () => {
    const many = Array.from({ length: MAX_STRANGERS + 5 }, (_, minute) => stranger(minute));
    const shown = lastToLook(many);
    expect(shown).toHaveLength(MAX_STRANGERS);
    expect(shown[0]).toEqual(many.at(-1));
    expect(many[0]).toEqual(stranger(0));
  });
});
