import type { ProbeFindingBody, ProbeNameServerBody, ProbeTlsaBody } from '#contracts';

import type { ProbeRun } from '../run/probe-run.js';

export async function askNameServers(
  _tlsa: ProbeTlsaBody,
  _run: ProbeRun,
): Promise<{ servers: ProbeNameServerBody[] | null; findings: ProbeFindingBody[] }> {
  return { servers: null, findings: [] };
}
