import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { PageLink } from '../../shared/components/page-link.js';
import { dayAndMinute } from '../../shared/format/time.js';
import { Rich } from '../../shared/components/rich.js';
import { t } from '../../shared/texts.js';

export function AboutCheck({ check }: { check: CheckBody }): JSX.Element {
  const { token, url, expiresAt, mtaSts } = check;
  return (
    <details class="fold">
      <summary>
        <h2>
          {t.result.about.title} <span class="fold__aside">{t.result.about.aside}</span>
        </h2>
      </summary>
      <div class="fold__body">
        <PageLink url={url} />
        <p>
          <a href={`/api/checks/${token}`}>JSON</a> · <a href="/api/docs">{t.shared.apiDocs}</a> ·{' '}
          <a href={`/check/${token}/badge.svg`}>{t.result.about.badge('DANE')}</a>
          {mtaSts !== null && (
            <>
              {' · '}
              <a href={`/check/${token}/badge.svg?mechanism=mta-sts`}>{t.result.about.badge('MTA-STS')}</a>
            </>
          )}
        </p>
        <p>
          <Rich text={t.result.about.privacy(dayAndMinute(expiresAt))} />
        </p>
      </div>
    </details>
  );
}
