/** The first step: what is there, whether a rollover can begin, and what comes next. */
import type { ZoneRecord } from '#providers';

import { judgeReadiness, type NotReady, type Readiness } from '../judge/judge-readiness.js';
import type { NameLook, PlaceLook } from '../judge/looks.js';
import type { CertificateFacts, RolloverPorts } from '../ports.js';
import { answersForItself, connectToPlaces, listRecords, lookAtNames, namesOf, planned } from './survey.js';

export interface Survey {
  readonly current: CertificateFacts;
  readonly listed: readonly ZoneRecord[];
  readonly looks: readonly NameLook[];
  readonly placeLooks: readonly PlaceLook[];
}

export interface Preparation {
  readonly survey: Survey;
  readonly keepsRecords: boolean;
}

export type PreparationOutcome =
  | ({ readonly kind: 'ready' } & Preparation)
  /** The next certificate is in use already. */
  | { readonly kind: 'in-use'; readonly survey: Survey }
  | NotReady;

/**
 * Changes nothing.
 *
 * @param next null when it is not made yet
 * @throws RolloverError, ProviderError
 */
export async function surveyAll(
  ports: RolloverPorts,
  next: CertificateFacts | null,
): Promise<PreparationOutcome> {
  const current = await ports.certificates.current();
  const names = namesOf(ports.places, current, next);
  const listed = await listRecords(ports.provider, names);
  const looks = await lookAtNames(ports, names);
  const placeLooks = await connectToPlaces(ports);
  const survey = { current, listed, looks, placeLooks };
  return outcomeOf(survey, judge(ports, survey, next));
}

function judge(ports: RolloverPorts, survey: Survey, next: CertificateFacts | null): Readiness {
  const listed = answersForItself(ports.provider)
    ? { title: ports.provider.title, records: survey.listed.map(planned) }
    : null;
  return judgeReadiness({ ...survey, listed, next, now: ports.now() });
}

function outcomeOf(survey: Survey, readiness: Readiness): PreparationOutcome {
  if (readiness.kind === 'not-ready') return readiness;
  return readiness.isInUse
    ? { kind: 'in-use', survey }
    : { kind: 'ready', survey, keepsRecords: readiness.keepsRecords };
}
