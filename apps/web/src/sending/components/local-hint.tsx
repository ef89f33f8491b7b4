import { Fragment, type JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { isLoopbackUrl } from '../../shared/format/loopback.js';
import { CopyButton } from '../../shared/components/copy-button.js';
import { Rich } from '../../shared/components/rich.js';
import { t } from '../../shared/texts.js';

/** An instance on loopback cannot be reached by mail: a simulated sender shows there how a check goes. */
export function LocalHint({ check }: { check: CheckBody }): JSX.Element | null {
  if (!isLoopbackUrl(check.url)) return null;
  const parts = ['npm run try --', '--as dane', `--check ${check.token}`];
  const command = parts.join(' ');
  return (
    <div class="local-hint">
      <p>
        <Rich text={t.sending.local.text} />
      </p>
      <p class="local-hint__command">
        <code>
          {parts.map((part) => (
            <Fragment key={part}>
              <span class="local-hint__part">{part}</span>{' '}
            </Fragment>
          ))}
        </code>
        <CopyButton text={command} label={t.shared.copy} about={t.sending.local.aboutCommand} />
      </p>
    </div>
  );
}
