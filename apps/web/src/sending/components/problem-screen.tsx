import type { JSX } from 'preact';

import { dayAndMinute, timeOfDay } from '../../shared/format/time.js';
import type { PageProblem } from '../../shared/state/page-problem.js';
import type { IconName } from '../../shared/components/icon.js';
import { ProblemView } from '../../shared/components/problem-view.js';
import { t } from '../../shared/texts.js';

interface Words {
  readonly title: string;
  readonly text: string;
  /** What helps: the same again, or another check. */
  readonly way: 'retry' | 'new-check';
}

export function ProblemScreen({ problem, retry }: { problem: PageProblem; retry: () => void }): JSX.Element {
  const { title, text, way } = problemWords(problem);
  return (
    <ProblemView
      icon={problemIcon(problem)}
      title={title}
      text={text}
      way={way === 'retry' ? retry : { href: '/', text: t.shared.startNewCheck }}
    />
  );
}

function problemWords(problem: PageProblem): Words {
  const { unknownPage, unreachable, full, failed } = t.shared.problems;
  const { unknown, tooMany, nothingLost, notYourServer } = t.sending.problems;
  switch (problem.kind) {
    case 'unknown':
      return { ...unknown, way: 'new-check' };
    case 'unknown-page':
      return { ...unknownPage, way: 'new-check' };
    case 'too-many':
      return { title: tooMany.title, text: tooMany.text(retryWords(problem.retryAt)), way: 'retry' };
    case 'unreachable':
      return { title: unreachable.title, text: `${unreachable.text} ${nothingLost}`, way: 'retry' };
    case 'full':
      return { title: full.title, text: `${full.text} ${nothingLost}`, way: 'retry' };
    case 'server':
      return { title: failed.title, text: `${failed.text(problem.detail)} ${notYourServer}`, way: 'retry' };
  }
}

function problemIcon({ kind }: PageProblem): IconName {
  if (kind === 'unreachable') return 'plug';
  return kind === 'too-many' || kind === 'full' ? 'clock' : 'alert';
}

function retryWords(retryAt: number | null): string {
  const { waitAMinute, tryAfter } = t.shared.problems;
  if (retryAt === null) return waitAMinute;
  const at = new Date(retryAt).toISOString();
  return tryAfter(retryAt - Date.now() > 86_400_000 ? dayAndMinute(at) : timeOfDay(at));
}
