import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { announce } from '../state/announce.js';

/** The one live region for results: it says what is new and never reads the page again. */
export function Announcer({ check }: { check: CheckBody }): JSX.Element {
  const shown = useRef<CheckBody | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    const news = announce(shown.current, check);
    shown.current = check;
    if (news !== null) setText(news);
  }, [check]);
  return (
    <p class="visually-hidden" role="status" data-testid="announcer">
      {text}
    </p>
  );
}
