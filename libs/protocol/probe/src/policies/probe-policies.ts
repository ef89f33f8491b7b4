import { finding } from '../findings/catalogue.js';
import type { ProbeRun } from '../run/probe-run.js';
import { probeMtaSts } from './probe-mta-sts.js';
import { readTlsRptRecord } from './tls-rpt-record.js';
import type { ProbePolicy } from '../result.js';

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
  const [mtaSts, tlsRpt] = await Promise.all([probeMtaSts(domain, hosts, run), probeTlsRpt(domain, run)]);
  return { mtaSts, tlsRpt };
}

async function probeTlsRpt(domain: string, { resolver }: ProbeRun): Promise<ProbePolicy> {
  const name = `_smtp._tls.${domain}`;
  const answer = await resolver.txt(name);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    const findings = [finding('tlsrpt-lookup-failed', { name, detail: answer.detail })];
    return { status: 'failed', text: null, findings };
  }
  const record = readTlsRptRecord(answer.kind === 'found' ? answer.records : []);
  switch (record.kind) {
    case 'none':
      return { status: 'none', text: null, findings: [finding('tlsrpt-none', { domain })] };
    case 'invalid': {
      const findings = [finding('tlsrpt-invalid', { name, detail: record.detail })];
      return { status: 'invalid', text: record.text, findings };
    }
    case 'found':
      return { status: 'found', text: record.text, findings: [] };
  }
}
