import type { JSX } from 'preact';

export function PageFooter(): JSX.Element {
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
