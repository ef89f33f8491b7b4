import type { ComponentChildren, JSX } from 'preact';

/** What surrounds the screens of both directions. */
export function PageFrame(props: { direction: Direction; children: ComponentChildren }): JSX.Element {
  const { direction, children } = props;
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <PageHeader direction={direction} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <PageFooter />
    </>
  );
}

type Direction = 'sending' | 'receiving';

function PageHeader({ direction }: { direction: Direction }): JSX.Element {
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
          <DirectionLink href="/" text="Test sending" isHere={direction === 'sending'} />
          <DirectionLink href="/probe" text="Test receiving" isHere={direction === 'receiving'} />
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

function PageFooter(): JSX.Element {
  return (
    <footer class="page-footer">
      <p>
        HaveDane tests how mail servers send and receive against{' '}
        <a href="https://www.rfc-editor.org/rfc/rfc7672" rel="noreferrer">
          RFC{'\u00a0'}7672
        </a>
        . <a href="/api/docs">API documentation</a>
      </p>
    </footer>
  );
}
