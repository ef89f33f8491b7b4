import type { JSX } from 'preact';

export type Direction = 'sending' | 'receiving';

export function PageHeader({ direction }: { direction: Direction }): JSX.Element {
  return (
    <header class="page-header">
      <div class="page-header__inner">
        <span class="brand">
          <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect class="brand__tile" width="32" height="32" rx="8" />
            <path
              class="brand__envelope"
              d="M7 10h18v12H7zM7 10.5l9 7 9-7"
              fill="none"
              stroke-width="2.2"
              stroke-linejoin="round"
            />
          </svg>
          <span class="brand__name">HaveDane</span>
        </span>
        <nav class="directions" aria-label="What to test">
          <DirectionLink href="/" text="Sending" isHere={direction === 'sending'} />
          <DirectionLink href="/probe" text="Receiving" isHere={direction === 'receiving'} />
        </nav>
        <a class="button button--quiet" href={direction === 'sending' ? '/' : '/probe'}>
          {direction === 'sending' ? 'New check' : 'New probe'}
        </a>
      </div>
    </header>
  );
}

function DirectionLink(props: { href: string; text: string; isHere: boolean }): JSX.Element {
  const { href, text, isHere } = props;
  return (
    <a class="directions__link" href={href} aria-current={isHere ? 'true' : undefined}>
      {text}
    </a>
  );
}
