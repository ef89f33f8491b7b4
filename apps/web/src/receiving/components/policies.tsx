import type { JSX } from 'preact';

import type { ProbePolicyBody, ProbeTargetBody } from '#contracts';

import { policyWords } from '../format/probe-text.js';
import { Findings } from './findings.js';

/** What else says something about TLS: neither is needed by DANE, and neither replaces it. */
export function Policies({ result: { mtaSts, tlsRpt } }: { result: ProbeTargetBody }): JSX.Element | null {
  if (mtaSts === null && tlsRpt === null) return null;
  return (
    <section aria-labelledby="policies-title">
      <h2 id="policies-title">Policies beside DANE</h2>
      <div class="policies">
        {mtaSts !== null && (
          <Policy title="MTA-STS" about="for senders without DANE (RFC 8461)" policy={mtaSts} />
        )}
        {tlsRpt !== null && (
          <Policy title="TLS reports" about="daily reports from senders (RFC 8460)" policy={tlsRpt} />
        )}
      </div>
    </section>
  );
}

function Policy(props: { title: string; about: string; policy: ProbePolicyBody }): JSX.Element {
  const { title, about, policy } = props;
  return (
    <section class="panel">
      <div>
        <h3>
          {title}: {policyWords(policy.status)}
        </h3>
        <p class="host__facts">{about}</p>
      </div>
      {policy.text !== null && (
        <pre class="policy__text">
          <code>{policy.text}</code>
        </pre>
      )}
      <Findings findings={policy.findings} />
    </section>
  );
}
