import type { JSX } from 'preact';

import { CopyButton } from '../../shared/components/copy-button.js';

/** The connection that they come from proves nothing about who served it. */
export function Suggestions({ lines }: { lines: readonly string[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <details class="disclosure">
      <summary>TLSA records for the current certificate</summary>
      <p class="host__facts">
        Publish one only if you know that the key is yours: they come from this connection, which proves
        nothing. Compare a trust anchor (2 …) with the certificate of your CA.
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
