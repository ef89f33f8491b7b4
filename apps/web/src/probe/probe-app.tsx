import type { JSX } from 'preact';

import { LoadingScreen } from '../components/loading-screen.js';
import { PageFooter } from '../components/page-footer.js';
import { PageHeader } from '../components/page-header.js';
import { ProbeFormScreen } from './components/probe-form-screen.js';
import { ProbeProblemScreen } from './components/probe-problem-screen.js';
import { ProbeScreen } from './components/probe-screen.js';
import { useProbePage } from './state/use-probe-page.js';

export function ProbeApp(): JSX.Element {
  const page = useProbePage();
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <PageHeader direction="receiving" />
      <main id="main" tabIndex={-1}>
        <Screen {...page} />
      </main>
      <PageFooter />
    </>
  );
}

function Screen({ state, retry, show }: ReturnType<typeof useProbePage>): JSX.Element {
  switch (state.kind) {
    case 'form':
      return <ProbeFormScreen onProbe={show} />;
    case 'loading':
      return <LoadingScreen title="Does your mail server receive securely?" status="Getting the probe…" />;
    case 'problem':
      return <ProbeProblemScreen problem={state.problem} retry={retry} />;
    case 'probe':
      return <ProbeScreen probe={state.probe} connection={state.connection} onProbe={show} />;
  }
}
