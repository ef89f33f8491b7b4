import type { JSX } from 'preact';

import { dayAndMinute } from '../../shared/format/time.js';
import type { PageProblem } from '../../shared/state/page-problem.js';
import type { IconName } from '../../shared/components/icon.js';
import { ProblemView } from '../../shared/components/problem-view.js';

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
      way={way === 'retry' ? retry : { href: '/', text: 'Start a new check' }}
    />
  );
}

function problemWords(problem: PageProblem): Words {
  switch (problem.kind) {
    case 'unknown':
      return {
        title: 'No such check',
        text: "It doesn't exist or has expired: checks are deleted after some days.",
        way: 'new-check',
      };
    case 'unknown-page':
      return { title: 'No such page', text: 'There is nothing at this address.', way: 'new-check' };
    case 'too-many':
      return {
        title: 'Too many checks',
        text: `Your network has started many checks in a short time. ${retryWords(problem.retryAt)}`,
        way: 'retry',
      };
    case 'unreachable':
      return {
        title: 'The server cannot be reached',
        text: 'Your device may be offline, or the server is restarting. Nothing that was seen is lost.',
        way: 'retry',
      };
    case 'full':
      return {
        title: 'The server is full',
        text: 'It has as many live connections as it takes, in all or from your network. Nothing that was seen is lost, and this page keeps trying. Closing other tabs may help.',
        way: 'retry',
      };
    case 'server':
      return {
        title: 'The server could not answer',
        text: `It says: ${problem.detail} This is not about your mail server. Try again in a moment.`,
        way: 'retry',
      };
  }
}

function problemIcon({ kind }: PageProblem): IconName {
  if (kind === 'unreachable') return 'plug';
  return kind === 'too-many' || kind === 'full' ? 'clock' : 'alert';
}

function retryWords(retryAt: number | null): string {
  if (retryAt === null) return 'Wait a minute, then try again.';
  const at = new Date(retryAt);
  if (retryAt - Date.now() > 86_400_000) return `Try again after ${dayAndMinute(at.toISOString())}.`;
  return `Try again after ${at.toLocaleTimeString('en-GB')}.`;
}
