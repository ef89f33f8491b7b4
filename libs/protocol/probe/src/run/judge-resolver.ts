import type { Resolver } from '#dns';

import { finding } from '../findings/catalogue.js';
import type { ProbeRun } from './probe-run.js';
import type { ProbeFinding, ProbeHost, ProbeTarget } from '../result.js';

export interface ResolverJudgement {
  readonly validates: ProbeTarget['resolver']['validates'];
  readonly findings: readonly ProbeFinding[];
}

/** Whether what the resolver said was to be believed, when everything has been asked. Never rejects. */
export async function judgeResolver(
  { watched, trust, resolver, ports }: ProbeRun,
  hosts: readonly ProbeHost[],
): Promise<ResolverJudgement> {
  const address = ports.resolverAddress;
  const name = watched.validatedName();
  const root = await trust.root;
  if (root === 'no' && name !== null) {
    return { validates: true, findings: [finding('resolver-validates-in-part', { address, name })] };
  }
  // One answer proves that somebody validates, not that all do.
  const isValidating =
    root === 'no' ? false : name !== null || root === 'yes' ? true : await validatesRoot(resolver);
  if (isValidating === false) {
    return { validates: false, findings: [finding('resolver-does-not-validate', { address })] };
  }
  // A resolver that answers nothing is the finding already.
  const isAnswering = hosts.some(({ addresses }) => addresses.length > 0);
  const isDoubtful = isValidating === null && isAnswering;
  return {
    validates: isValidating,
    findings: isDoubtful ? [finding('resolver-not-known-to-validate', { address })] : [],
  };
}

/**
 * Whether the resolver validates: the root zone is signed, so that its name servers are a secure answer wherever
 * somebody validates. Null when it cannot say, such as in a laboratory without a root.
 */
async function validatesRoot(resolver: Resolver): Promise<boolean | null> {
  const answer = await resolver.ns('.');
  return answer.kind === 'found' ? answer.secure : null;
}
