import type { JSX } from 'preact';

import { CopyButton } from '../../shared/components/copy-button.js';

/** Records for what is served. The connection they come from proves nothing about who served it. */
export function Suggestions({ lines }: { lines: readonly string[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <details class="disclosure">
      <summary>Records for what is served</summary>
      <p class="host__facts">
        Publish one only if you know the key to be yours: an unverified connection does not prove that. Never
        learn a trust anchor (2 …) from a connection; take it from whoever issues your certificates.
      </p>
      <ul class="records">
        {lines.map((line) => (
          <li key={line} class="record">
            <code class="record__text">{line}</code>
            <CopyButton text={line} label="Copy" about="the record" />
          </li>
        ))}
      </ul>
    </details>
  );
}
