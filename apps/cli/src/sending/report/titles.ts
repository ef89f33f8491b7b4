/** What is said first of a check, and what belongs to it. */
import type { Mechanism } from '#scenarios';

import type { FollowedCheck } from '../../check-client.js';
import { type Judgement, judgementOn, mechanismsOf, verdictOn } from '../judgement.js';
import type { Outcome } from './report.js';
import { NAMES } from './states.js';

export interface Title {
  readonly text: string;
  readonly judgement: Judgement;
}

/** The headline on both mechanisms where both are known, otherwise a line for each that the run answers for. */
export function titlesOf(
  outcome: Pick<Outcome, 'check' | 'mechanism' | 'judgement' | 'expect' | 'allow'>,
): readonly Title[] {
  const { check, mechanism, judgement } = outcome;
  if (isOnBoth(check)) return [{ text: check.headline.title, judgement }];
  return mechanismsOf(mechanism).map((each) => ({
    text: titleOn(each, check),
    judgement: judgementOn(each, check, outcome),
  }));
}

export function titleOn(mechanism: Mechanism, check: FollowedCheck): string {
  const title = verdictOn(mechanism, check)?.title ?? `${NAMES[mechanism]}: nothing was seen`;
  return title.replace(/\.$/, '');
}

type OnBoth = FollowedCheck & { readonly headline: NonNullable<FollowedCheck['headline']> };

export function isOnBoth(check: FollowedCheck): check is OnBoth {
  return check.headline !== null && check.headline.kind !== 'dane-alone';
}

/** What the explanation of a verdict leaves out: where something failed it keeps doubts to itself. */
export function doubtsOn(mechanism: Mechanism, check: FollowedCheck): readonly string[] {
  const verdict = verdictOn(mechanism, check);
  const isExplained = mechanism === 'dane' && verdict?.outcome === 'enforces';
  return isExplained ? [] : (verdict?.doubts ?? []);
}

/** What there is to say of MTA-STS beneath the titles. */
export function policyTexts(check: FollowedCheck, isTitled: boolean): readonly string[] {
  const { mtaSts } = check;
  if (mtaSts === null) return [];
  const beside = isTitled ? [] : [mtaSts.title, ...mtaSts.doubts];
  const said = isOnBoth(check) ? [check.headline.meaning] : beside;
  return [...said, mtaSts.caching].filter((text) => text !== '');
}
