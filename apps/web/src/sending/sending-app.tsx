import type { JSX } from 'preact';

import { CheckScreen } from './components/check-screen.js';
import { LoadingScreen } from '../shared/components/loading-screen.js';
import { PageFrame } from '../shared/components/page-frame.js';
import { ProblemScreen } from './components/problem-screen.js';
import { usePage } from './state/use-page.js';

export function SendingApp(): JSX.Element {
  const { state, retry, show } = usePage();
  return (
    <PageFrame direction="sending">
      <Screen state={state} retry={retry} show={show} />
    </PageFrame>
  );
}

function Screen({ state, retry, show }: ReturnType<typeof usePage>): JSX.Element {
  switch (state.kind) {
    case 'loading':
      return (
        <LoadingScreen
          title="Does your mail server verify who it delivers to?"
          status="Getting your check…"
        />
      );
    case 'problem':
      return <ProblemScreen problem={state.problem} retry={retry} />;
    case 'shown':
      return <CheckScreen check={state.body} connection={state.connection} onCheck={show} />;
  }
}
