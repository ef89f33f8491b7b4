import { coversHost, type MtaStsPolicy, policyFetcher, readMtaStsPolicy, readMtaStsRecord } from '#mta-sts';
import { readTlsRptRecord } from '#tlsrpt';

import { finding } from './findings/catalogue.js';
import type { ProbeFinding, ProbePolicy } from './result.js';
import type { ProbeRun } from './probe-run.js';

export interface Policies {
  readonly mtaSts: ProbePolicy | null;
  readonly tlsRpt: ProbePolicy | null;
}

/** @param hosts the MX hosts of the domain */
export async function probePolicies(
  domain: string,
  hosts: readonly string[],
  run: ProbeRun,
): Promise<Policies> {
  const [mtaSts, tlsRpt] = await Promise.all([
    probeMtaSts(domain, hosts, run),
    probeTlsRpt(domain, hosts, run),
  ]);
  return { mtaSts, tlsRpt };
}

async function probeTlsRpt(
  domain: string,
  hosts: readonly string[],
  { resolver }: ProbeRun,
): Promise<ProbePolicy> {
  const name = `_smtp._tls.${domain}`;
  const answer = await resolver.txt(name);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    const findings = [finding('tlsrpt-lookup-failed', { name, detail: answer.detail })];
    return { status: 'failed', text: null, findings };
  }
  const record = readTlsRptRecord(answer.kind === 'found' ? answer.records : []);
  switch (record.kind) {
    case 'none': {
      const misplaced = await misplacedTlsRpt(domain, hosts, resolver);
      return {
        status: 'none',
        text: null,
        findings: [
          finding('tlsrpt-none', { domain }),
          ...misplaced.map((host) => finding('tlsrpt-at-host', { host, domain })),
        ],
      };
    }
    case 'invalid': {
      const findings = [finding('tlsrpt-invalid', { name, detail: record.detail })];
      return { status: 'invalid', text: record.text, findings };
    }
    case 'found':
      return { status: 'found', text: record.text, findings: [] };
  }
}

/** Each is a question more, where the domain's own name has no record. */
const MOST_HOSTS_ASKED = 5;

/** MX hosts that have a TLSRPT record; senders look for it at the domain of the recipient alone. */
async function misplacedTlsRpt(
  domain: string,
  hosts: readonly string[],
  resolver: ProbeRun['resolver'],
): Promise<string[]> {
  const others = hosts.filter((host) => host !== domain).slice(0, MOST_HOSTS_ASKED);
  const answers = await Promise.all(others.map((host) => resolver.txt(`_smtp._tls.${host}`)));
  return others.filter((_, index) => {
    const answer = answers[index];
    return answer?.kind === 'found' && readTlsRptRecord(answer.records).kind !== 'none';
  });
}

/** RFC 8461 §3.3 proposes a minute for the whole; nobody wants to watch that long. */
const FETCH_TIMEOUT_MS = 20_000;
const DAY = 86_400;
const SHORT_DAYS = 7;

/** Fetches the MTA-STS policy of a domain and holds its MX hosts against it. */
export async function probeMtaSts(
  domain: string,
  hosts: readonly string[],
  run: ProbeRun,
): Promise<ProbePolicy> {
  const name = `_mta-sts.${domain}`;
  const answer = await run.resolver.txt(name);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    const findings = [finding('mta-sts-lookup-failed', { name, detail: answer.detail })];
    return { status: 'failed', text: null, findings };
  }
  const record = readMtaStsRecord(answer.kind === 'found' ? answer.records : []);
  switch (record.kind) {
    case 'none':
      return { status: 'none', text: null, findings: [finding('mta-sts-none', { domain })] };
    case 'invalid':
      return {
        status: 'invalid',
        text: record.text,
        findings: [finding('mta-sts-record-invalid', { name, detail: record.detail })],
      };
    case 'found':
      return fetchAndJudge(domain, hosts, record.text, run);
  }
}

async function fetchAndJudge(
  domain: string,
  hosts: readonly string[],
  record: string,
  { ports, options, resolver, signal, step }: ProbeRun,
): Promise<ProbePolicy> {
  const { dialer, authorities } = ports;
  const host = `mta-sts.${domain}`;
  const url = `https://${host}/.well-known/mta-sts.txt`;
  const fetchPolicy =
    ports.fetchPolicy ??
    policyFetcher({
      resolver,
      dialer,
      families: options.families,
      ...(authorities === undefined ? {} : { authorities }),
    });
  step({ host: null, address: null, state: 'running', text: `fetching the MTA-STS policy from ${url}` });
  const fetched = await fetchPolicy(host, Math.min(FETCH_TIMEOUT_MS, options.connectTimeoutMs * 2), signal);
  if (fetched.kind === 'failed') {
    const findings = [finding('mta-sts-fetch-failed', { url, detail: fetched.detail })];
    return { status: 'failed', text: record, findings };
  }
  const { contentType } = fetched;
  const read = readMtaStsPolicy(fetched.text);
  // Its lines end as RFC 8461 §3.2 says, which is nothing harmful.
  const text = fetched.text.replaceAll('\r\n', '\n');
  if (read.kind === 'invalid') {
    const findings = [finding('mta-sts-policy-invalid', { detail: read.detail })];
    return { status: 'invalid', text, findings };
  }
  return { status: 'found', text, findings: judge(read.policy, hosts, contentType) };
}

function judge(policy: MtaStsPolicy, hosts: readonly string[], contentType: string | null): ProbeFinding[] {
  const { mode, maxAge } = policy;
  const uncovered = hosts.filter((host) => !coversHost(policy, host));
  return [
    ...(mode !== 'none' && uncovered.length > 0
      ? [finding('mta-sts-mx-not-covered', { hosts: uncovered, mode })]
      : []),
    ...(mode === 'enforce' ? [] : [finding('mta-sts-mode', { mode })]),
    ...(mode !== 'none' && maxAge < SHORT_DAYS * DAY
      ? [finding('mta-sts-max-age', { days: Math.floor(maxAge / DAY) })]
      : []),
    ...(contentType === 'text/plain'
      ? []
      : [finding('mta-sts-content-type', { contentType: contentType ?? 'a type that is not named' })]),
  ];
}
