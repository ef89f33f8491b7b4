import type { JSX } from 'preact';
import { t } from '../texts.js';

/** Leads from how a domain receives to how a server sends. */
export function OtherDirection(): JSX.Element {
  return (
    <section class="panel" aria-labelledby="other-title">
      <h2 id="other-title">{t.shared.otherDirection.title}</h2>
      <p>{t.shared.otherDirection.text}</p>
      <p>
        <a class="button" href="/">
          {t.shared.otherDirection.link}
        </a>
      </p>
    </section>
  );
}
