import type { JSX } from 'preact';

import { Breakable } from './breakable.js';
import { CopyButton } from './copy-button.js';
import { t } from '../texts.js';

/** The address of the page, to be kept or passed on. */
export function PageLink({ url }: { url: string }): JSX.Element {
  return (
    <div class="address">
      <div class="address__text">
        <span class="address__title">{t.shared.linkToPage}</span>
        <a class="address__value" href={url}>
          <Breakable text={url} />
        </a>
      </div>
      <CopyButton text={url} label={t.shared.copy} about={t.shared.aboutLinkToPage} />
    </div>
  );
}
