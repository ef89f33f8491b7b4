import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import { Icon, type IconName } from './icon.js';
import { t } from '../texts.js';

interface Props {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** What helps: the same again, or another beginning. */
  readonly way: (() => void) | { readonly href: string; readonly text: string };
}

/** Says why there is nothing to show, and what to do. */
export function ProblemView({ icon, title, text, way }: Props): JSX.Element {
  useEffect(() => {
    document.title = `${title} – HaveDane`;
  }, [title]);
  const isRetry = typeof way === 'function';
  return (
    <div class="screen">
      <div role="alert">
        <p class={`badge-icon tone-${isRetry ? 'warn' : 'info'}`}>
          <Icon name={icon} />
        </p>
        <h1>{title}</h1>
        <p class="lead">{text}</p>
      </div>
      {isRetry ? (
        <button type="button" class="button button--primary" onClick={way}>
          {t.shared.tryAgain}
        </button>
      ) : (
        <a class="button button--primary" href={way.href}>
          {way.text}
        </a>
      )}
    </div>
  );
}
