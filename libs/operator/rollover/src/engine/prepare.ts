/** The first step: what is there, whether a rollover can begin, and what comes next. */
import type { ZoneRecord } from '#providers';

import { judgeReadiness, type NotReady, type Readiness } from '../judge/judge-readiness.js';
import { judgeServed, setsShown } from '../judge/judge-served.js';
import { sameChain } from '../judge/known-certificate.js';
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
  | { readonly kind: 'in-use' }
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
  const looks = await lookAtNames(ports, names);
  const placeLooks = await connectToPlaces(ports);
  if (isAtRest({ current, looks, placeLooks }, next, ports.now())) return { kind: 'in-use' };
  const listed = await listRecords(ports.provider, names);
  const survey = { current, listed, looks, placeLooks };
  return outcomeOf(survey, judge(ports, survey, next));
}

/**
 * The file is the same as the next one, and nothing that can be asked speaks against it. A job that asks every few minutes
 * whether there is something to do must not cry out when a name server is silent for once.
 */
function isAtRest(
  { current, looks, placeLooks }: Omit<Survey, 'listed'>,
  next: CertificateFacts | null,
  now: number,
): boolean {
  if (next === null || !sameChain(current.chain, next.chain)) return false;
  const faults = judgeServed({ placeLooks, sets: setsShown(looks), next, mayBeUnpublished: true, now });
  return faults.every(({ kind }) => kind === 'unreachable');
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
    ? { kind: 'in-use' }
    : { kind: 'ready', survey, keepsRecords: readiness.keepsRecords };
}
