import type { JSX } from 'preact';

import type { Connection } from '../state/page-state.js';
import { Icon } from './icon.js';

/** Always in the document, so that a screen reader notices when its text changes. */
export function ConnectionBanner({ connection }: { connection: Connection }): JSX.Element {
  return (
    <div class={`connection connection--${connection}`} role="status">
      <Words connection={connection} />
    </div>
  );
}

function Words({ connection }: { connection: Connection }): JSX.Element | null {
  switch (connection) {
    case 'connecting':
    case 'live':
      return null;
    case 'lost':
      return (
        <p>
          <Icon name="plug" />
          Connection lost. We keep watching your mail server, and this page catches up as soon as it is
          connected again.
        </p>
      );
    case 'regained':
      return (
        <p>
          <Icon name="check" />
          Connected again. Nothing was missed.
        </p>
      );
    case 'expired':
      return (
        <p>
          <Icon name="info" />
          <span>
            This check has expired and was deleted from the server. What you see is the last state.{' '}
            <a href="/">Start a new check</a>
          </span>
        </p>
      );
  }
}
