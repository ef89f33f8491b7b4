import type { JSX } from 'preact';

import type { ProbeFindingBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { Prose } from '../../shared/components/prose.js';
import { RfcReference } from '../../shared/components/rfc-reference.js';
import { severityLook } from '../format/probe-look.js';
import { t } from '../../shared/texts.js';

/** What is worth saying: what was found, what to do about it, and how senders put it. */
export function Findings({ findings }: { findings: readonly ProbeFindingBody[] }): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <Finding key={`${finding.code} ${finding.text}`} finding={finding} />
      ))}
    </ul>
  );
}

function Finding({ finding }: { finding: ProbeFindingBody }): JSX.Element {
  const { code, severity, text, advice, rfc, bounces } = finding;
  const { tone, icon, words } = severityLook(severity);
  return (
    <li class={`finding tone-${tone}`} data-finding={code}>
      <Icon name={icon} />
      <div class="finding__body">
        <p class="finding__text">
          <span class="visually-hidden">{words}: </span>
          {text} {rfc !== null && <RfcReference reference={rfc} />}
        </p>
        {advice !== null && (
          <p class="finding__advice">
            <Prose text={advice} />
          </p>
        )}
        {bounces.length > 0 && (
          <details class="disclosure">
            <summary>{t.receiving.sendersSay}</summary>
            <dl class="bounces">
              {bounces.map(({ sender, text: words }) => (
                <div key={sender + words}>
                  <dt>{sender}</dt>
                  <dd>
                    <code>{words}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}
