import type { JSX } from 'preact';

import { LoadingScreen } from '../shared/components/loading-screen.js';
import { ProbeFormScreen } from './components/probe-form-screen.js';
import { ProbeProblemScreen } from './components/probe-problem-screen.js';
import { ProbeScreen } from './components/probe-screen.js';
import { useProbePage } from './state/use-probe-page.js';
import { t } from '../shared/texts.js';

export function ReceivingApp(): JSX.Element {
  const { state, retry, show } = useProbePage();
  switch (state.kind) {
    case 'form':
      return <ProbeFormScreen onProbe={show} />;
    case 'loading':
      return <LoadingScreen title={t.receiving.title} status={t.receiving.loading} />;
    case 'problem':
      return <ProbeProblemScreen problem={state.problem} retry={retry} />;
    case 'shown':
      return <ProbeScreen probe={state.body} connection={state.connection} onProbe={show} />;
  }
}
