import type { JSX } from 'preact';

import { CopyButton } from '../../shared/components/copy-button.js';
import { t } from '../../shared/texts.js';

/** The connection that they come from proves nothing about who served it. */
export function Suggestions({ lines }: { lines: readonly string[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <details class="disclosure">
      <summary>{t.mailServer.suggestions.title}</summary>
      <p class="host__facts">{t.mailServer.suggestions.text}</p>
      <ul class="records">
        {lines.map((line) => (
          <li key={line} class="record">
            <code class="record__text">{line}</code>
            <CopyButton text={line} label={t.shared.copy} about={t.mailServer.suggestions.aboutRecord} />
          </li>
        ))}
      </ul>
    </details>
  );
}
