import type { CheckBody, ObservationBody } from '#contracts';
import { t } from '../../shared/texts.js';

/** More than this together is read out as a number. */
const READ_OUT_MAX = 3;

/**
 * What a screen reader says when `shown` gives way to `next`: new observations, a changed verdict or release, never what
 * was said before. Null when there is nothing to say.
 */
export function announce(shown: CheckBody | null, next: CheckBody): string | null {
  if (shown === null) return null;
  const known = new Set(shown.observations.map((observation) => observation.id));
  const added = next.observations.filter((observation) => !known.has(observation.id));
  const sentences = [
    ...describeAdded(added, next),
    ...describeVerdict(shown, next),
    ...describeRelease(shown, next),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

function describeAdded(added: readonly ObservationBody[], check: CheckBody): string[] {
  if (added.length > READ_OUT_MAX) return [t.result.announce.newObservations(added.length)];
  return added.map((observation) => {
    const scenario = check.scenarios.find(({ id }) => id === observation.scenario);
    return `${scenario?.title ?? observation.scenario}: ${t.log.kinds[observation.kind]}.`;
  });
}

/** The delivery that follows is an observation, and said as such. */
function describeRelease(shown: CheckBody, next: CheckBody): string[] {
  if (shown.release.state === next.release.state) return [];
  switch (next.release.state) {
    case 'possible':
      return [t.result.announce.canRelease];
    case 'released':
      return [t.result.announce.isReleased];
    case 'not-yet':
    case 'unavailable':
    case 'delivered':
    case 'expired':
      return [];
  }
}

function describeVerdict(shown: CheckBody, next: CheckBody): string[] {
  const { verdict } = next;
  const { title } = next.headline;
  const same = title === shown.headline.title && verdict.provisional === shown.verdict.provisional;
  return same ? [] : [`${label(verdict)}: ${title}.`];
}

function label({ outcome, provisional }: CheckBody['verdict']): string {
  if (outcome === 'waiting') return t.result.announce.stillOpen;
  return provisional ? t.result.announce.soFar : t.result.announce.verdict;
}
