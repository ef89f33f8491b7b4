import type { JSX } from 'preact';

import { Breakable } from './breakable.js';
import { CopyButton } from './copy-button.js';

/** The address of the page, to be kept or passed on. */
export function PageLink({ url }: { url: string }): JSX.Element {
  return (
    <div class="address">
      <div class="address__text">
        <span class="address__title">Link to this page</span>
        <a class="address__value" href={url}>
          <Breakable text={url} />
        </a>
      </div>
      <CopyButton text={url} label="Copy" about="the link to this page" />
    </div>
  );
}
