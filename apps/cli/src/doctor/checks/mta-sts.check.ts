/** With MTA_STS: whether senders find what they trust, at the hosts of the policies and at the mail servers under them. */
import { policyHost, publicMailServers } from '#checks';
import { matchedNames } from '#dane';
import type { FetchedPolicy } from '#mta-sts';
import { availableScenarios, type KnownScenario, type MtaStsPlan } from '#scenarios';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import type { Check, Examination } from '../examination.js';

export const checkMtaSts: Check = async (examination) => {
  const { config } = examination;
  if (config.caddyDir === undefined) return [];
  const scenarios = availableScenarios(config);
  return Promise.all([
    ...scenarios.flatMap((scenario) =>
      scenario.mtaSts === undefined ? [] : [policyLine(scenario, scenario.mtaSts, examination)],
    ),
    ...scenarios.flatMap((scenario) =>
      publicMailServers(scenario, config.domain).map((host) => serverLine(host, examination)),
    ),
  ]);
};

/** What shows that the certificate was accepted. A policy that is not there at all times may be missing now. */
const ANSWERS: Readonly<Record<MtaStsPlan['answer'], readonly string[]>> = {
  policy: ['fetched', 'policy-status'],
  html: ['fetched'],
  'not-found': ['policy-status'],
  redirect: ['policy-redirects'],
  oversized: ['policy-too-long'],
  nothing: ['policy-late'],
};

async function policyLine(
  { id }: KnownScenario,
  { host, answer }: MtaStsPlan,
  { config, fetchPolicy }: Examination,
): Promise<DoctorLine> {
  const name = policyHost(id, config.domain);
  const line = new LineWriter('policy host', name);
  const fetched = await fetchPolicy(name);
  const found = fetched.kind === 'fetched' ? 'a policy' : fetched.detail;
  if (host === 'self-signed') {
    const comparison = { expected: 'a certificate that nobody trusts, on purpose', found };
    return line.judged(!isAccepted(fetched, Object.values(ANSWERS).flat()), comparison, UNTRUSTED_ADVICE);
  }
  const comparison = { expected: 'a certificate of a public authority, and the planned answer', found };
  return line.judged(isAccepted(fetched, ANSWERS[answer]), comparison, ADVICE);
}

function isAccepted(fetched: FetchedPolicy, answers: readonly string[]): boolean {
  return answers.includes(fetched.kind === 'fetched' ? 'fetched' : fetched.why.code);
}

async function serverLine(host: string, { probe }: Examination): Promise<DoctorLine> {
  const line = new LineWriter('public certificate', `port 25 of ${host}`);
  const target = await probe(host);
  const handshakes = target.hosts
    .flatMap(({ addresses }) => addresses.flatMap((one) => one.handshakes))
    .filter(({ webPki }) => webPki !== null);
  const [own] = handshakes;
  const names = own?.certificates[0]?.names ?? [];
  const isNamed = matchedNames(names, [host]).length > 0;
  const fault = own === undefined ? 'nothing was presented' : (own.webPki?.error ?? 'another authority');
  const found = own?.webPki?.trusted === true ? names.join(', ') : fault;
  const comparison = { expected: 'that of a public authority, for this host', found };
  return line.judged(own?.webPki?.trusted === true && isNamed, comparison, ADVICE);
}

const ADVICE =
  'Its scenario is not offered until then. Caddy gets the certificate once this name leads here and ports 80 and 443 are open: `docker compose logs caddy` says what is in the way.';
const UNTRUSTED_ADVICE = 'See that the Caddy of the appliance answers there, and no other web server.';
