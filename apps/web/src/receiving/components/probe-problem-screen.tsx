import type { JSX } from 'preact';

import { ProblemView } from '../../shared/components/problem-view.js';
import type { PageProblem } from '../../shared/state/page-problem.js';

interface Props {
  readonly problem: PageProblem;
  readonly retry: () => void;
}

const NEW_PROBE = { href: '/probe', text: 'Start a new probe' };

export function ProbeProblemScreen({ problem, retry }: Props): JSX.Element {
  switch (problem.kind) {
    case 'unknown':
      return (
        <ProblemView
          icon="alert"
          title="No such probe"
          text="Its result was deleted to make room for newer ones, or the link is not complete."
          way={NEW_PROBE}
        />
      );
    case 'unknown-page':
      return (
        <ProblemView
          icon="alert"
          title="No such page"
          text="There is nothing at this address."
          way={NEW_PROBE}
        />
      );
    case 'too-many':
      return (
        <ProblemView
          icon="clock"
          title="Too many requests"
          text="Your network has sent many requests in a short time. Wait a minute, then try again."
          way={retry}
        />
      );
    case 'unreachable':
      return (
        <ProblemView
          icon="plug"
          title="The server cannot be reached"
          text="Your device may be offline, or the server is restarting."
          way={retry}
        />
      );
    case 'full':
      return (
        <ProblemView
          icon="clock"
          title="The server is full"
          text="It has as many live connections as it takes, in all or from your network. This page keeps trying. Closing other tabs may help."
          way={retry}
        />
      );
    case 'server':
      return (
        <ProblemView
          icon="alert"
          title="The server could not answer"
          text={`It says: ${problem.detail} Try again in a moment.`}
          way={retry}
        />
      );
  }
}
