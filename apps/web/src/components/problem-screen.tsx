import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import { dayAndMinute } from '../format/time.js';
import type { PageProblem } from '../state/page-problem.js';
import { Icon, type IconName } from './icon.js';

interface Words {
  readonly title: string;
  readonly text: string;
  /** What helps: the same again, or another check. */
  readonly way: 'retry' | 'new-check';
}

export function ProblemScreen({ problem, retry }: { problem: PageProblem; retry: () => void }): JSX.Element {
  const { title, text, way } = problemWords(problem);
  useEffect(() => {
    document.title = `${title} – HaveDane`;
  }, [title]);
  return (
    <div class="screen">
      <div role="alert">
        <p class={`badge-icon tone-${way === 'retry' ? 'warn' : 'info'}`}>
          <Icon name={problemIcon(problem)} />
        </p>
        <h1>{title}</h1>
        <p class="lead">{text}</p>
      </div>
      {way === 'retry' ? (
        <button type="button" class="button button--primary" onClick={retry}>
          Try again
        </button>
      ) : (
        <a class="button button--primary" href="/">
          Start a new check
        </a>
      )}
    </div>
  );
}

function problemWords(problem: PageProblem): Words {
  switch (problem.kind) {
    case 'unknown-check':
      return {
        title: 'No such check',
        text: 'It has expired and was deleted with everything it had seen, or the link is not complete.',
        way: 'new-check',
      };
    case 'unknown-page':
      return { title: 'No such page', text: 'There is nothing at this address.', way: 'new-check' };
    case 'too-many':
      return {
        title: 'Too many checks at once',
        text: `Your network has started many checks in a short time. ${retryWords(problem.retryAt)}`,
        way: 'retry',
      };
    case 'unreachable':
      return {
        title: 'The server cannot be reached',
        text: 'Your device may be offline, or the server is restarting. Nothing that was seen is lost.',
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
  return kind === 'too-many' ? 'clock' : 'alert';
}

function retryWords(retryAt: number | null): string {
  if (retryAt === null) return 'Wait a minute, then try again.';
  const at = new Date(retryAt);
  if (retryAt - Date.now() > 86_400_000) return `Try again after ${dayAndMinute(at.toISOString())}.`;
  return `Try again after ${at.toLocaleTimeString('en-GB')}.`;
}
