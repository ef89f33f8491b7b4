import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { ConnectionBanner } from '../../shared/components/connection-banner.js';
import { OtherDirection } from '../../shared/components/other-direction.js';
import type { Connection } from '../../shared/state/live-state.js';
import { useTab } from '../../shared/state/tab.js';
import { tabStatus } from '../state/tab-status.js';
import { AboutCheck } from './about-check.js';
import { AddressPanel } from './address-panel.js';
import { Announcer } from './announcer.js';
import { Intro } from './intro.js';
import { RetryNote } from './retry-note.js';
import { ScenarioList } from './scenario-list.js';
import { ServerList } from './server-list.js';
import { Timeline } from './timeline.js';
import { VerdictBanner } from './verdict-banner.js';

interface Props {
  readonly check: CheckBody;
  readonly connection: Connection;
  /** The check in an answer to something that the visitor asked for. */
  readonly onCheck: (check: CheckBody) => void;
}

export function CheckScreen({ check, connection, onCheck }: Props): JSX.Element {
  useTab(tabStatus(check));
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
        <ServerList check={check} />
        <Timeline check={check} />
        <RetryNote check={check} onCheck={onCheck} />
        <OtherDirection here="sending" />
        <AboutCheck check={check} />
      </div>
    </>
  );
}
