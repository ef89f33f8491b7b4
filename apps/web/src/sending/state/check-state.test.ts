import { expect, it } from 'vitest';

import { reduceCheck } from './check-state.js';
import { aCheck, anObservation } from './test-check.js';

const shown = {
  kind: 'shown',
  body: aCheck({ revision: 7, observations: [anObservation()] }),
  connection: 'live',
} as const;

it('follows the revision: observations of no check can be trimmed, which leaves fewer of them', () => {
  const fewer = aCheck({ revision: 8, observations: [] });
  expect(reduceCheck(shown, { type: 'received', body: fewer })).toMatchObject({ body: fewer });
});

it('drops a check with an older revision, however much it holds', () => {
  const older = aCheck({ revision: 6, observations: [anObservation(), anObservation({ id: 2 })] });
  expect(reduceCheck(shown, { type: 'received', body: older })).toEqual(shown);
});

it('takes a check of the same revision, whose release or clock has moved on', () => {
  const released = aCheck({ revision: 7, release: { state: 'released', at: null } });
  expect(reduceCheck(shown, { type: 'received', body: released })).toMatchObject({ body: released });
});
