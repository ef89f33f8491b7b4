import type { JSX } from 'preact';

import type { ProbePolicyBody, ProbeTargetBody } from '#contracts';

import { Findings } from './findings.js';
import { t } from '../../shared/texts.js';

/** What else says something about TLS: neither is needed by DANE, and neither replaces it. */
export function Policies({ result: { mtaSts, tlsRpt } }: { result: ProbeTargetBody }): JSX.Element | null {
  if (mtaSts === null && tlsRpt === null) return null;
  const words = t.receiving.policies;
  return (
    <section aria-labelledby="policies-title">
      <h2 id="policies-title">{words.title}</h2>
      <div class="policies">
        {mtaSts !== null && <Policy title="MTA-STS" about={words.mtaSts} policy={mtaSts} />}
        {tlsRpt !== null && <Policy title={words.tlsReports} about={words.tlsRpt} policy={tlsRpt} />}
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
          {title}: {t.receiving.policies.states[policy.status]}
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
