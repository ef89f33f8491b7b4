import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { dayAndMinute } from '../../shared/format/time.js';
import { PageLink } from '../../shared/components/page-link.js';

export function AboutCheck({ check }: { check: CheckBody }): JSX.Element {
  const { token, url, expiresAt } = check;
  return (
    <section class="panel" aria-labelledby="about-title">
      <h2 id="about-title">Keep or share this result</h2>
      <PageLink url={url} />
      <p>
        The same as JSON: <a href={`/api/checks/${token}`}>/api/checks/{token}</a>, documented at{' '}
        <a href="/api/docs">/api/docs</a>.
      </p>
      <p>
        <strong>Privacy.</strong> We keep what you see here: the addresses and names of the servers that
        turned to us, details of TLS, envelope addresses and Message-IDs. The text of your message is never
        stored. It is deleted on <time dateTime={expiresAt}>{dayAndMinute(expiresAt)}</time>; until then,
        whoever has the link can see it. The log of this server names the servers that connected as well.
      </p>
    </section>
  );
}
