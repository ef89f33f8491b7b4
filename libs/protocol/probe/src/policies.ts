import { type FetchedPolicy, policyFetcher, readMtaStsPolicy, readMtaStsRecord } from '#mta-sts';
import { readTlsRptRecord } from '#tlsrpt';

import { finding } from './findings/catalogue.js';
import { policyFindings } from './mta-sts-findings.js';
import type { ProbeHost, ProbePolicy } from './result.js';
import type { ProbeRun } from './probe-run.js';
import { asStep, phrase } from './phrases.js';

export interface Policies {
  readonly mtaSts: ProbePolicy | null;
  readonly tlsRpt: ProbePolicy | null;
}

/**
 * @param hosts the MX hosts of the domain
 * @param probing what comes of them: the policy is fetched meanwhile
 */
export async function probePolicies(
  domain: string,
  hosts: readonly string[],
  probing: Promise<readonly ProbeHost[]>,
  run: ProbeRun,
): Promise<Policies> {
  const [mtaSts, tlsRpt] = await Promise.all([
    probeMtaSts(domain, probing, run),
    probeTlsRpt(domain, hosts, run),
  ]);
  return { mtaSts: withUnreported(mtaSts, tlsRpt, domain), tlsRpt };
}

/** Mode testing asks for reports alone (RFC 8461 §5), which nobody sends without a record. */
function withUnreported(mtaSts: ProbePolicy, { status }: ProbePolicy, domain: string): ProbePolicy {
  const isTested = mtaSts.findings.some(
    ({ code, facts }) => code === 'mta-sts-mode' && facts?.['mode'] === 'testing',
  );
  if (!isTested || (status !== 'none' && status !== 'invalid')) return mtaSts;
  return { ...mtaSts, findings: [...mtaSts.findings, finding('mta-sts-testing-unreported', { domain })] };
}

async function probeTlsRpt(
  domain: string,
  hosts: readonly string[],
  { resolver }: ProbeRun,
): Promise<ProbePolicy> {
  const name = `_smtp._tls.${domain}`;
  const answer = await resolver.txt(name);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    const findings = [finding('tlsrpt-lookup-failed', { name, detail: answer.why })];
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
      const findings = [finding('tlsrpt-invalid', { name, detail: record.why })];
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

/** Fetches the MTA-STS policy of a domain and holds its MX hosts against it. */
async function probeMtaSts(
  domain: string,
  probing: Promise<readonly ProbeHost[]>,
  run: ProbeRun,
): Promise<ProbePolicy> {
  const name = `_mta-sts.${domain}`;
  const answer = await run.resolver.txt(name);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    const findings = [finding('mta-sts-lookup-failed', { name, detail: answer.why })];
    return { status: 'failed', text: null, findings };
  }
  const record = readMtaStsRecord(answer.kind === 'found' ? answer.records : []);
  switch (record.kind) {
    case 'none':
      return withoutRecord(domain, run);
    case 'invalid':
      return {
        status: 'invalid',
        text: record.text,
        findings: [finding('mta-sts-record-invalid', { name, detail: record.why })],
      };
    case 'found': {
      const { text, id, repeated } = record;
      run.step({
        ...{ host: null, address: null, state: 'running' },
        ...asStep(phrase('fetching-policy', urlOf(domain))),
      });
      const judged = await judgeFetched(domain, text, await fetchFrom(domain, run), probing, run);
      const twice =
        repeated.length > 0 ? [finding('mta-sts-record-key-repeated', { name, keys: repeated })] : [];
      return { ...judged, id, findings: [...twice, ...judged.findings] };
    }
  }
}

/** Senders look for a policy only where there is a record (RFC 8461 §3.1): one that is served all the same is forgotten. */
async function withoutRecord(domain: string, run: ProbeRun): Promise<ProbePolicy> {
  const fetched = await fetchFrom(domain, run);
  const isServed = fetched.kind === 'fetched' && readMtaStsPolicy(fetched.text).kind === 'policy';
  const said = isServed
    ? finding('mta-sts-record-missing', { name: `_mta-sts.${domain}`, url: urlOf(domain) })
    : finding('mta-sts-none', { domain });
  return { status: 'none', text: null, findings: [said] };
}

function urlOf(domain: string): string {
  return `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
}

function fetchFrom(domain: string, { ports, options, resolver, signal }: ProbeRun): Promise<FetchedPolicy> {
  const { dialer, authorities } = ports;
  const fetchPolicy =
    ports.fetchPolicy ??
    policyFetcher({
      resolver,
      dialer,
      families: options.families,
      ...(authorities === undefined ? {} : { authorities }),
    });
  return fetchPolicy(`mta-sts.${domain}`, Math.min(FETCH_TIMEOUT_MS, options.connectTimeoutMs * 2), signal);
}

async function judgeFetched(
  domain: string,
  record: string,
  fetched: FetchedPolicy,
  probing: Promise<readonly ProbeHost[]>,
  { options, now }: ProbeRun,
): Promise<ProbePolicy> {
  if (fetched.kind === 'failed') {
    const findings = [finding('mta-sts-fetch-failed', { url: urlOf(domain), detail: fetched.why })];
    return { status: 'failed', text: record, findings };
  }
  const read = readMtaStsPolicy(fetched.text);
  // Its lines end as RFC 8461 §3.2 says, which is nothing harmful.
  const text = fetched.text.replaceAll('\r\n', '\n');
  if (read.kind === 'invalid') {
    const findings = [finding('mta-sts-policy-invalid', { detail: read.why })];
    return { status: 'invalid', text, findings };
  }
  const { contentType, expiresAt } = fetched;
  return {
    status: 'found',
    text,
    findings: [
      ...policyFindings(read, await probing),
      ...(contentType === 'text/plain'
        ? []
        : [finding('mta-sts-content-type', { contentType: contentType ?? phrase('unnamed-type') })]),
      ...(options.expirationWarningMs > 0 && expiresAt - now() < options.expirationWarningMs
        ? [finding('mta-sts-web-certificate-expires-soon', { host: `mta-sts.${domain}`, expiresAt })]
        : []),
    ],
  };
}
