import type { JSX } from 'preact';

import { ProblemView } from '../../shared/components/problem-view.js';
import type { PageProblem } from '../../shared/state/page-problem.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly problem: PageProblem;
  readonly retry: () => void;
}

export function ProbeProblemScreen({ problem, retry }: Props): JSX.Element {
  const { unknownPage, unreachable, full, failed } = t.shared.problems;
  const { unknown, tooManyRequests } = t.receiving.problems;
  const newProbe = { href: '/probe', text: t.receiving.startNewProbe };
  switch (problem.kind) {
    case 'unknown':
      return <ProblemView icon="alert" {...unknown} way={newProbe} />;
    case 'unknown-page':
      return <ProblemView icon="alert" {...unknownPage} way={newProbe} />;
    case 'too-many':
      return <ProblemView icon="clock" {...tooManyRequests} way={retry} />;
    case 'unreachable':
      return <ProblemView icon="plug" {...unreachable} way={retry} />;
    case 'full':
      return <ProblemView icon="clock" {...full} way={retry} />;
    case 'server':
      return <ProblemView icon="alert" title={failed.title} text={failed.text(problem.detail)} way={retry} />;
  }
}
