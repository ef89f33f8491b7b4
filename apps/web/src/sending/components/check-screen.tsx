import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import { LEVELS } from '#scenarios';

import type { CheckBody } from '#contracts';

import { ConnectionBanner } from '../../shared/components/connection-banner.js';
import type { Connection } from '../../shared/state/live-state.js';
import { useTab } from '../../shared/state/tab.js';
import { useRemembered } from '../../shared/state/use-remembered.js';
import { checkUpTo, levelShown, levelsOffered } from '../format/levels.js';
import { tabStatus } from '../state/tab-status.js';
import { Announcer } from './announcer.js';
import { ResultScreen } from './result-screen.js';
import { StartScreen } from './start-screen.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly check: CheckBody;
  readonly connection: Connection;
  /** The check in an answer to something that the visitor asked for. */
  readonly onCheck: (check: CheckBody) => void;
}

export function CheckScreen({ check: whole, connection, onCheck }: Props): JSX.Element {
  const [chosen, choose] = useRemembered('level', LEVELS);
  const shown = levelShown(whole, chosen ?? 'quick');
  const check = useMemo(() => checkUpTo(whole, shown), [whole, shown]);
  const level = {
    level: shown,
    offered: levelsOffered(whole),
    choose,
    noQueue: whole.scenarios.filter(({ noQueue }) => noQueue),
  };
  useTab(tabStatus(check));
  return (
    <>
      <ConnectionBanner
        connection={connection}
        meanwhile={t.sending.connection.meanwhile}
        expired={
          <>
            {t.sending.connection.expired} <a href="/">{t.shared.startNewCheck}</a>
          </>
        }
      />
      <Announcer check={check} />
      {isStarted(check) ? (
        <ResultScreen check={check} level={level} onCheck={onCheck} />
      ) : (
        <StartScreen check={check} level={level} />
      )}
    </>
  );
}

/** Whether a mail server connected. Lookups alone are shown on the start screen. */
function isStarted({ observations }: CheckBody): boolean {
  return observations.some(({ kind }) => kind !== 'dns-query');
}
