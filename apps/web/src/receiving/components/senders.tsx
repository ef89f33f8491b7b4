import type { JSX } from 'preact';

import type { ProbeSenderBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { verdictLook } from '../format/probe-look.js';
import { t } from '../../shared/texts.js';

/** What each sender does with mail for the host. */
export function Senders({ senders }: { senders: readonly ProbeSenderBody[] }): JSX.Element | null {
  if (senders.length === 0) return null;
  return (
    <div>
      <h4>{t.mailServer.sendersMake}</h4>
      <ul class="senders">
        {senders.map(({ sender, verdict, text }) => (
          <li
            key={sender}
            class={`tone-${verdictLook(verdict).tone}`}
            data-sender={sender}
            data-verdict={verdict}
          >
            <Icon name={verdictLook(verdict).icon} />
            <span>
              <strong>{sender}</strong> {text}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
