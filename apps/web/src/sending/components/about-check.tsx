import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { PageLink } from '../../shared/components/page-link.js';
import { dayAndMinute } from '../../shared/format/time.js';

export function AboutCheck({ check }: { check: CheckBody }): JSX.Element {
  const { token, url, expiresAt } = check;
  return (
    <details class="fold">
      <summary>
        <h2>
          Keep or share <span class="fold__aside">link, JSON, badge, privacy</span>
        </h2>
      </summary>
      <div class="fold__body">
        <PageLink url={url} />
        <p>
          <a href={`/api/checks/${token}`}>JSON</a> · <a href="/api/docs">API docs</a> ·{' '}
          <a href={`/check/${token}/badge.svg`}>Badge (SVG)</a>
        </p>
        <p>
          <strong>Privacy.</strong> We keep what you see here: IP addresses and names of the servers that
          connected, TLS details, sender and recipient addresses, Message-IDs. The text of your message is
          never stored. It is deleted on <time dateTime={expiresAt}>{dayAndMinute(expiresAt)}</time>; until
          then, anyone with the link can see it. The log of this server names the servers that connected as
          well.
        </p>
      </div>
    </details>
  );
}
