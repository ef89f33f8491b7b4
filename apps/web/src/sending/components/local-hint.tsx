import { Fragment, type JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { isLoopbackUrl } from '../../shared/format/loopback.js';
import { CopyButton } from '../../shared/components/copy-button.js';

/** An instance on loopback cannot be reached by mail: a simulated sender shows there how a check goes. */
export function LocalHint({ check }: { check: CheckBody }): JSX.Element | null {
  if (!isLoopbackUrl(check.url)) return null;
  const parts = ['npm run try --', '--as dane', `--check ${check.token}`];
  const command = parts.join(' ');
  return (
    <div class="local-hint">
      <p>
        This instance runs on your own machine, where mail from outside does not arrive. A simulated sender
        can mail this check instead, as <code>dane</code>, <code>tls</code> or <code>plain</code>:
      </p>
      <p class="local-hint__command">
        <code>
          {parts.map((part) => (
            <Fragment key={part}>
              <span class="local-hint__part">{part}</span>{' '}
            </Fragment>
          ))}
        </code>
        <CopyButton text={command} label="Copy" about="the command" />
      </p>
    </div>
  );
}
