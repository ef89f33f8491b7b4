import type { JSX } from 'preact';

import type { Connection } from '../state/live-state.js';
import { Icon } from './icon.js';
import { t } from '../texts.js';

interface Props {
  readonly connection: Connection;
  /** What goes on without this page: a sentence. */
  readonly meanwhile: string;
  readonly expired: JSX.Element;
}

/** Always in the document, so that a screen reader notices when its text changes. */
export function ConnectionBanner(props: Props): JSX.Element {
  const { connection } = props;
  return (
    <div class={`connection connection--${connection}`} role="status">
      <Words {...props} />
    </div>
  );
}

function Words({ connection, meanwhile, expired }: Props): JSX.Element | null {
  switch (connection) {
    case 'connecting':
    case 'live':
      return null;
    case 'lost':
      return (
        <p>
          <Icon name="plug" />
          {t.shared.connection.lost(meanwhile)}
        </p>
      );
    case 'refused':
      return (
        <p>
          <Icon name="clock" />
          {t.shared.connection.refused(meanwhile)}
        </p>
      );
    case 'regained':
      return (
        <p>
          <Icon name="check" />
          {t.shared.connection.regained}
        </p>
      );
    case 'expired':
      return (
        <p>
          <Icon name="info" />
          <span>{expired}</span>
        </p>
      );
  }
}
