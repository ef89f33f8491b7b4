import type { JSX } from 'preact';

import { Breakable } from './breakable.js';
import { CopyButton } from './copy-button.js';

export function AddressRow({ title, address }: { title: string; address: string }): JSX.Element {
  return (
    <li class="address">
      <div class="address__text">
        <span class="address__title">{title}</span>
        <code class="address__value">
          <Breakable text={address} />
        </code>
      </div>
      <CopyButton text={address} label="Copy" about={`the address ${title}`} />
    </li>
  );
}
