import type { JSX } from 'preact';

import { CheckScreen } from './components/check-screen.js';
import { LoadingScreen } from '../shared/components/loading-screen.js';
import { ProblemScreen } from './components/problem-screen.js';
import { usePage } from './state/use-page.js';
import { t } from '../shared/texts.js';

export function SendingApp(): JSX.Element {
  const { state, retry, show } = usePage();
  switch (state.kind) {
    case 'loading':
      return <LoadingScreen title={t.sending.title} status={t.sending.loading} />;
    case 'problem':
      return <ProblemScreen problem={state.problem} retry={retry} />;
    case 'shown':
      return <CheckScreen check={state.body} connection={state.connection} onCheck={show} />;
  }
}
