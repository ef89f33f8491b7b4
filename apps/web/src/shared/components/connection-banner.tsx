import type { JSX } from 'preact';

import type { Connection } from '../state/live-state.js';
import { Icon } from './icon.js';

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
          Connection lost. {meanwhile} This page catches up as soon as it is connected again.
        </p>
      );
    case 'refused':
      return (
        <p>
          <Icon name="clock" />
          This server has as many live connections as it takes, in all or from your network. {meanwhile} This
          page keeps trying and catches up as soon as it is connected.
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
          <span>{expired}</span>
        </p>
      );
  }
}
