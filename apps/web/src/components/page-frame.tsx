import type { ComponentChildren, JSX } from 'preact';

import { PageFooter } from './page-footer.js';
import { type Direction, PageHeader } from './page-header.js';

/** What surrounds the screens of both directions. */
export function PageFrame(props: { direction: Direction; children: ComponentChildren }): JSX.Element {
  const { direction, children } = props;
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <PageHeader direction={direction} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <PageFooter />
    </>
  );
}
