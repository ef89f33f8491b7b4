import { mismatchCode, type ProbeConclusion, type ProbeConclusionCode } from '#words';

import type { ProbeBody, ProbeFindingBody, ProbeTargetBody } from '#contracts';
import { t } from '../../shared/texts.js';

/** The first thing to read about a probe. */
export function conclusionOf(probe: ProbeBody): ProbeConclusion {
  const conclusion = t.conclusions[codeOf(probe)](probe.domain);
  // The last step says why there is no result.
  const reason = probe.state === 'failed' ? probe.steps.at(-1)?.text : undefined;
  return reason === undefined ? conclusion : { ...conclusion, explanation: reason };
}

function codeOf({ state, result }: ProbeBody): ProbeConclusionCode {
  if (result === null) return state === 'done' ? 'running' : state;
  if (isUnknownDomain(result)) return 'no-such-domain';
  if (result.resolver.validates === false) return 'not-validated';
  if (result.dane === 'mismatch') return mismatchCode(result.hosts);
  return result.dane === 'verified' && result.result !== 'ok' ? 'verified-with-warnings' : result.dane;
}

export interface SortedFindings {
  /** What made it fail, with its fix: null where nothing did. */
  readonly first: ProbeFindingBody | null;
  /** The others about the domain, the worst first. */
  readonly others: readonly ProbeFindingBody[];
  /** About how this service looks things up: no fault of the domain. */
  readonly ofResolver: readonly ProbeFindingBody[];
}

/** What the conclusion says in its own words: it is not said again below. */
const SAID_BY_CONCLUSION = 'resolver-does-not-validate';

/** What else is worth reading; of a domain that does not exist, nothing. */
export function sortFindings(target: ProbeTargetBody): SortedFindings {
  const findings = isUnknownDomain(target)
    ? []
    : target.findings.filter(({ code }) => code !== SAID_BY_CONCLUSION);
  const isOfResolver = ({ code }: ProbeFindingBody): boolean => code.startsWith('resolver-');
  const ofDomain = findings
    .filter((finding) => !isOfResolver(finding))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const [worst] = ofDomain;
  const first = worst?.severity === 'error' ? worst : null;
  return {
    first,
    others: first === null ? ofDomain : ofDomain.slice(1),
    ofResolver: findings.filter(isOfResolver),
  };
}

const SEVERITIES: readonly ProbeFindingBody['severity'][] = ['error', 'warning', 'info'];

export function isUnknownDomain({ findings }: ProbeTargetBody): boolean {
  return findings.some(({ code }) => code === 'no-such-domain');
}
