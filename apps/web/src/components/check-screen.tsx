import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import type { Connection } from '../state/live-state.js';
import { useTabStatus } from '../state/use-tab-status.js';
import { AboutCheck } from './about-check.js';
import { AddressPanel } from './address-panel.js';
import { Announcer } from './announcer.js';
import { ConnectionBanner } from './connection-banner.js';
import { Intro } from './intro.js';
import { OtherDirection } from './other-direction.js';
import { RetryNote } from './retry-note.js';
import { ScenarioList } from './scenario-list.js';
import { Timeline } from './timeline.js';
import { VerdictBanner } from './verdict-banner.js';

interface Props {
  readonly check: CheckBody;
  readonly connection: Connection;
  /** The check in an answer to something that the visitor asked for. */
  readonly onCheck: (check: CheckBody) => void;
}

export function CheckScreen({ check, connection, onCheck }: Props): JSX.Element {
  useTabStatus(check);
  return (
    <>
      <ConnectionBanner
        connection={connection}
        meanwhile="We keep watching your mail server."
        expired={
          <>
            This check has expired and was deleted from the server. What you see is the last state.{' '}
            <a href="/">Start a new check</a>
          </>
        }
      />
      <Announcer check={check} />
      <div class="stack">
        <Intro hosts={check.scenarios.length} />
        <VerdictBanner check={check} />
        <AddressPanel check={check} />
        <ScenarioList scenarios={check.scenarios} />
        <Timeline check={check} />
        <RetryNote check={check} onCheck={onCheck} />
        <OtherDirection here="sending" />
        <AboutCheck check={check} />
      </div>
    </>
  );
}
